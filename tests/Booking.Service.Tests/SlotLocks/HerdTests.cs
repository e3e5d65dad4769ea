using System.Net;
using Booking.Contracts;
using Booking.Service.SlotLocks;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Booking.Service.Tests.SlotLocks;

/// <summary>Far more people than the service has connections to the database want the same at the same moment.</summary>
public sealed class HerdTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    const int Herd = 400, Slots = 40;

    [Fact]
    public async Task Of_a_herd_on_one_slot_one_has_it_and_every_other_is_told_so()
    {
        var clinic = await Clinic.Open(service);
        var start = (await clinic.Free())[0];

        var answers = await Task.WhenAll(Patients().Select(patient => clinic.Hold(patient, start)));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.Created);
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.Created), Refused);
        Assert.Equal(0, service.Services.GetRequiredService<CalendarTurns>().Calendars);
        await Invariants.Check(service);
    }

    [Fact]
    public async Task Of_a_herd_on_many_slots_of_a_doctor_each_slot_goes_to_one()
    {
        var clinic = await Clinic.Open(service);
        var free = await clinic.Free();

        var answers = await Task.WhenAll(Patients().Select((patient, at) => clinic.Hold(patient, free[at % Slots])));

        // Whoever was told that the calendar is busy may have been the last one left for a slot: it goes to the first who comes after the herd.
        List<Answer<HoldAnswer>> late = [];
        foreach (var start in free.Take(Slots))
            late.Add(await clinic.Hold(service.Patient(), start));
        var held = answers.Concat(late).Where(answer => answer.Status == HttpStatusCode.Created).Select(answer => answer.Value.Start).ToList();
        Assert.Equal(free.Take(Slots), held.Order());
        Assert.All(late.Where(answer => answer.Status != HttpStatusCode.Created), answer => answer.Conflict("slot-taken"));
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.Created), Refused);
        await Invariants.Check(service);
    }

    [Fact]
    public async Task A_calendar_that_nobody_leaves_is_busy_and_another_doctors_is_not()
    {
        var (crowded, other) = (await Clinic.Open(service), await Clinic.Open(service));
        var turns = service.Services.GetRequiredService<CalendarTurns>();
        List<CalendarTurns.Turn?> taken = [];
        for (var place = 0; place < 16; place++)
            taken.Add(await turns.Take(new(crowded.Doctor), TestContext.Current.CancellationToken));

        var waiting = crowded.Hold(service.Patient(), (await crowded.Free())[0]);
        _ = (await other.Hold(service.Patient(), (await other.Free())[0])).Value;
        var busy = await waiting;
        taken.ForEach(turn => turn!.Dispose());
        _ = (await crowded.Hold(service.Patient(), (await crowded.Free())[0])).Value;

        busy.Conflict("busy");
        Assert.NotNull(busy.RetryAfter);
        Assert.Equal(0, turns.Calendars);
    }

    BookingClient[] Patients() => [.. Enumerable.Range(0, Herd).Select(_ => service.Patient())];

    static void Refused(Answer<HoldAnswer> answer) =>
        Assert.True(answer.Status == HttpStatusCode.Conflict && answer.Problem?.Code is "slot-taken" or "busy", $"{(int)answer.Status} {answer.Problem?.Code}");
}
