using System.Net;
using Booking.Contracts;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.SlotLocks;

/// <summary>What a doctor's rules do to a hold, and to the list of free times in the same breath.</summary>
public sealed class HoldRulesTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task A_window_takes_as_many_patients_as_it_says_and_then_lists_none()
    {
        var clinic = await Clinic.Open(service, weekly: Clinic.Daily(new(9, 0), new(12, 0), most: 2));
        var free = await clinic.Free();
        var (day, nextDay) = (free[0].InUtc().Date, free.First(start => start.InUtc().Date > free[0].InUtc().Date));
        var first = service.Patient();
        var hold = (await clinic.Hold(first, free[0])).Value;
        _ = (await clinic.Hold(service.Patient(), free[3], AppointmentType.Followup)).Value;

        (await clinic.Hold(service.Patient(), free[1])).Conflict("day-full");
        Assert.DoesNotContain(await clinic.Free(), start => start.InUtc().Date == day);
        Assert.Equal(DayState.Full, (await clinic.OnDaySheet(free[1])).State);
        Assert.Equal(HttpStatusCode.Created, (await clinic.Hold(service.Patient(), nextDay)).Status);

        _ = await first.ReleaseHold(hold.Id);
        Assert.Equal(HttpStatusCode.Created, (await clinic.Hold(service.Patient(), free[1])).Status);
    }

    [Fact]
    public async Task Many_at_once_for_different_times_of_a_window_of_three_are_three()
    {
        var clinic = await Clinic.Open(service, weekly: Clinic.Daily(new(9, 0), new(17, 0), most: 3));
        var patients = Enumerable.Range(0, 16).Select(_ => service.Patient()).ToArray();
        foreach (var window in (await clinic.Free()).GroupBy(start => start.InUtc().Date).Take(6).Select(day => day.ToList()))
        {
            var answers = await Task.WhenAll(patients.Select((patient, i) => clinic.Hold(patient, window[i])));

            Assert.Equal(3, answers.Count(answer => answer.Status == HttpStatusCode.Created));
            Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.Created), answer => answer.Conflict("day-full"));
        }

        await Invariants.Check(service);
    }

    [Fact]
    public async Task Notice_is_asked_for_and_what_has_begun_is_over()
    {
        var clinic = await Clinic.Open(service, rules: new(MinimumNoticeMinutes: 120, HorizonDays: 3));
        var patient = service.Patient();
        await service.AdvanceTo(clinic.Today.PlusDays(1).At(new LocalTime(12, 10)).InUtc().ToInstant());
        Instant At(int hour, int minute) => clinic.Today.At(new LocalTime(hour, minute)).InUtc().ToInstant();

        Assert.Equal(At(14, 30), (await clinic.Free(from: clinic.Today))[0]);
        (await clinic.Hold(patient, At(14, 0))).Conflict("notice-too-short");
        (await clinic.Hold(patient, At(12, 0))).Conflict("slot-started");
        Assert.Equal(DayState.Notice, (await clinic.OnDaySheet(At(14, 0))).State);
        Assert.Equal(DayState.Past, (await clinic.OnDaySheet(At(12, 0))).State);
        Assert.Equal(HttpStatusCode.Created, (await clinic.Hold(patient, At(14, 30))).Status);
    }

    [Fact]
    public async Task A_hold_ends_when_its_slot_starts()
    {
        var clinic = await Clinic.Open(service, rules: new(MinimumNoticeMinutes: 0, HorizonDays: 3, HoldMinutes: 60));
        var patient = service.Patient();
        var next = (await clinic.Free(from: clinic.Today))[0];

        var hold = (await clinic.Hold(patient, next)).Value;

        Assert.Equal(next, hold.ExpiresAt);
        Assert.Equal(next, (await patient.ExtendHold(hold.Id)).Value.ExpiresAt);
    }

    [Fact]
    public async Task The_horizon_counts_the_doctors_dates_today_included()
    {
        var clinic = await Clinic.Open(service, rules: new(HorizonDays: 4), zone: "Pacific/Auckland");
        var zone = DateTimeZoneProviders.Tzdb["Pacific/Auckland"];
        var last = service.Now.InZone(zone).Date.PlusDays(4);
        Instant Midnight(LocalDate date) => zone.AtStartOfDay(date).ToInstant();

        var free = await clinic.Free(from: clinic.Today, days: 12);

        Assert.Equal(Midnight(last.PlusDays(1)) - Duration.FromMinutes(30), free[^1]);
        Assert.Equal(HttpStatusCode.Created, (await clinic.Hold(service.Patient(), free[^1])).Status);
        (await clinic.Hold(service.Patient(), Midnight(last.PlusDays(1)))).Conflict("slot-not-offered");
    }

    [Fact]
    public async Task A_doctor_who_pauses_offers_nothing_and_who_is_not_verified_neither()
    {
        var clinic = await Clinic.Open(service);
        var start = (await clinic.Free())[0];
        _ = (await service.Doctor(clinic.Doctor).PauseDoctor(clinic.Doctor)).Value;

        Assert.Empty(await clinic.Free());
        (await clinic.Hold(service.Patient(), start)).Conflict("slot-not-offered");

        _ = (await service.Desk().ResumeDoctor(clinic.Doctor)).Value;
        Assert.Equal(HttpStatusCode.Created, (await clinic.Hold(service.Patient(), start)).Status);
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59.999999999Z")]
    [InlineData("2027-01-01T09:07:00Z")]
    public async Task A_time_at_which_nothing_is_offered_is_refused_however_strange(string start)
    {
        var clinic = await Clinic.Open(service);
        using var answer = await service.Patient().Http.PostJson("/api/holds", $$"""{"doctorId":"{{clinic.Doctor}}","start":"{{start}}","type":"standard"}""");

        await answer.Problem(409, "slot-not-offered");
    }

    // The database keeps microseconds, so a start that differs by less would find the slot and hold another.
    [Fact]
    public async Task A_start_that_is_off_by_less_than_a_microsecond_is_not_offered()
    {
        var clinic = await Clinic.Open(service);
        var start = (await clinic.Free())[0];

        (await clinic.Hold(service.Patient(), start + Duration.FromNanoseconds(100))).Conflict("slot-not-offered");
    }

    [Fact]
    public async Task An_unknown_doctor_is_not_found() =>
        (await service.Patient().Hold(new(Guid.NewGuid(), Instant.FromUtc(2027, 3, 1, 9, 0), AppointmentType.Standard))).Refused(HttpStatusCode.NotFound, "not-found");
}
