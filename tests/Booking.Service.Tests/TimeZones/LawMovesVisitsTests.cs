using System.Net;
using Booking.Contracts;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.TimeZones;

/// <summary>The real law of 2026f over HTTP: Havana stays on summer time, so the nine o'clock of a visit comes an hour earlier.</summary>
[Collection(OneProcess.Name)]
public sealed class LawMovesVisitsTests(LawFixture service) : IClassFixture<LawFixture>
{
    static readonly LocalDate Day = new(2026, 11, 26);
    static readonly Duration Hour = Duration.FromHours(1);

    [Fact]
    public async Task A_full_morning_follows_its_wall_time_each_visit_onto_the_time_that_another_leaves()
    {
        var clinic = await service.OpenBefore(new(9, 0), new(13, 0));
        var free = await clinic.Free(from: Day, days: 1);
        List<AppointmentAnswer> visits = [];
        // The last time first, so that those who move first move to times that are not left yet.
        foreach (var start in free.AsEnumerable().Reverse())
            visits.Insert(0, await clinic.Confirmed(service.Patient(), start));
        Assert.Equal((8, LawFixture.In(LawFixture.Havana, Day, 9)), (visits.Count, free[0]));

        var applied = await service.Enact(Tzdb.After);

        Assert.Equal(("2026f", 0, 0), (applied.Running, applied.Behind, applied.Ahead));
        foreach (var visit in visits)
            Assert.Equal((visit.Start - Hour, visit.End - Hour, AppointmentStatus.Confirmed), await service.Visit(visit) is var v ? (v.Start, v.End, v.Status) : default);
        var report = await service.Report(applied, clinic);
        Assert.All(report, visit => Assert.Equal((Day, TimeZoneOutcome.Moved, visit.OldStart - Hour), (visit.Date, visit.Outcome, visit.NewStart)));
        Assert.Equal(visits.Select(v => v.Start), report.Select(v => v.OldStart));
        Assert.Equal(new LocalTime(9, 0), report[0].Time);
        var sheet = (await service.Desk().DaySheet(clinic.Doctor, Day)).Value.Slots.Where(slot => slot.AppointmentId is not null).ToList();
        Assert.Equal(visits.Select(v => (v.Start - Hour, false, (FlagReason?)null)), sheet.Select(slot => (slot.Start, slot.Flagged, slot.FlagReason)));
        Assert.Empty(await clinic.Free(from: Day, days: 1));
        Assert.Equal(LawFixture.In(LawFixture.Havana, Day.PlusDays(1), 9), (await clinic.Free(from: Day.PlusDays(1), days: 1))[0]);
        await Invariants.Check(service);

        var again = await service.Enact(Tzdb.After);
        Assert.Null(again.Run);
    }

    [Fact]
    public async Task A_visit_that_was_booked_from_a_waitlist_moves_without_a_second_offer()
    {
        var clinic = await service.OpenBefore(new(9, 0), new(13, 0));
        var (other, ann) = (service.Patient(), service.Patient());
        var start = LawFixture.In(LawFixture.Havana, Day, 11);
        var taken = await clinic.Pending(other, start);
        var entry = (await ann.JoinWaitlist(new(clinic.Doctor, Day, Day, AppointmentType.Standard))).Value;
        _ = (await other.Cancel(taken.Id, new("Better"))).Value;
        var offered = (await ann.WaitlistEntry(entry.Id)).Value;
        var visit = (await ann.Book(new(offered.HoldId!.Value, PaymentProvider.Manual))).Value;

        await service.Enact(Tzdb.After);

        Assert.Equal(start - Hour, (await service.Visit(visit)).Start);
        await Invariants.Check(service);
    }

    [Fact]
    public async Task What_was_moved_is_explained_in_its_history_and_can_be_called_off_and_booked_again()
    {
        var clinic = await service.OpenBefore(new(9, 0), new(13, 0));
        var patient = service.Patient();
        var visit = await clinic.Confirmed(patient, LawFixture.In(LawFixture.Havana, Day, 10));

        await service.Enact(Tzdb.After);

        var moved = (await patient.History(visit.Id)).Value.Items[^1];
        Assert.Equal(("appointment_time_moved_by_law", visit.Start.ToString()), (moved.What, moved.Data.GetProperty("oldStart").GetString()));
        Assert.False(moved.Data.TryGetProperty("conflict", out var conflict) && conflict.ValueKind != System.Text.Json.JsonValueKind.Null);
        _ = (await patient.Cancel(visit.Id, new("Not any more"))).Value;
        Assert.Equal(HttpStatusCode.Created, (await clinic.Hold(service.Patient(), visit.Start - Hour)).Status);
        await Invariants.Check(service);
    }

    [Fact]
    public async Task Who_finds_a_hold_at_the_new_time_keeps_the_old_one_flagged_and_so_does_who_wanted_theirs()
    {
        var clinic = await service.OpenBefore(new(8, 0), new(13, 0), slot: 60);
        List<AppointmentAnswer> visits = [];
        foreach (var hour in new[] { 9, 10, 12 })
            visits.Add(await clinic.Confirmed(service.Patient(), LawFixture.In(LawFixture.Havana, Day, hour)));
        var holder = service.Patient();
        var hold = (await clinic.Hold(holder, LawFixture.In(LawFixture.Havana, Day, 8))).Value;

        var applied = await service.Enact(Tzdb.After);

        Assert.Equal([TimeZoneOutcome.Taken, TimeZoneOutcome.Taken, TimeZoneOutcome.Moved], (await service.Report(applied, clinic)).Select(v => v.Outcome));
        Assert.Equal(visits[0].Start, (await service.Visit(visits[0])).Start);
        Assert.Equal(visits[2].Start - Hour, (await service.Visit(visits[2])).Start);
        var sheet = (await service.Desk().DaySheet(clinic.Doctor, Day)).Value.Slots.Where(slot => slot.AppointmentId is not null);
        Assert.Equal(
            [(visits[0].Start, (FlagReason?)FlagReason.ClockChanged), (visits[1].Start, FlagReason.ClockChanged), (visits[2].Start - Hour, null)],
            sheet.Select(slot => (slot.Start, slot.FlagReason)));
        Assert.Equal(HttpStatusCode.Created, (await Clinic.Book(holder, hold)).Status);
        await Invariants.Check(service);
    }

    [Fact]
    public async Task A_flag_goes_when_the_visit_is_moved_by_people()
    {
        var clinic = await service.OpenBefore(new(8, 0), new(13, 0), slot: 60);
        var visit = await clinic.Confirmed(service.Patient(), LawFixture.In(LawFixture.Havana, Day, 9));
        _ = (await clinic.Hold(service.Patient(), LawFixture.In(LawFixture.Havana, Day, 8))).Value;
        await service.Enact(Tzdb.After);
        Assert.True((await clinic.OnDaySheet(visit.Start, Day)).Flagged);

        var to = LawFixture.In(LawFixture.Havana, Day, 11);
        _ = (await service.Desk().Reschedule(visit.Id, new(to))).Value;

        Assert.False((await clinic.OnDaySheet(to, Day)).Flagged);
        await Invariants.Check(service);
    }

    [Fact]
    public async Task What_is_offered_afterwards_can_be_held_and_is_what_a_new_doctor_would_offer()
    {
        var old = await service.OpenBefore(new(9, 0), new(17, 0), buffer: 10);
        await service.Enact(Tzdb.After);
        var fresh = await Clinic.Open(service, weekly: Clinic.Daily(new(9, 0), new(17, 0), buffer: 10), zone: LawFixture.Havana);

        var free = await old.Free();

        Assert.Equal(await fresh.Free(), free);
        Assert.Equal(HttpStatusCode.Created, (await old.Hold(service.Patient(), free[3])).Status);
        await Invariants.Check(service);
    }
}
