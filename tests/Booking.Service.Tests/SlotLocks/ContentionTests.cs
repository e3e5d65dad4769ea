using System.Net;
using Booking.Contracts;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.SlotLocks;

/// <summary>Many patients want one time. One gets it; the others are told so, and where else to go.</summary>
public sealed class ContentionTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task Fifty_patients_for_one_slot_are_one_hold_and_forty_nine_refusals_that_name_alternatives_twenty_times()
    {
        var clinic = await Clinic.Open(service);
        var patients = Enumerable.Range(0, 50).Select(_ => service.Patient()).ToArray();
        var free = await clinic.Free();
        for (var round = 0; round < 20; round++)
        {
            var answers = await Task.WhenAll(patients.Select(patient => clinic.Hold(patient, free[round])));

            Assert.Single(answers, answer => answer.Status == HttpStatusCode.Created);
            foreach (var loser in answers.Where(answer => answer.Status != HttpStatusCode.Created))
                Assert.Equal(free.Skip(round + 1).Take(3), loser.Conflict("slot-taken").Alternatives!.Select(slot => slot.Start));
        }

        await Invariants.Check(service);
    }

    [Fact]
    public async Task When_the_last_slot_is_fought_over_the_losers_have_nowhere_to_go()
    {
        var clinic = await Clinic.Open(service, rules: new(HorizonDays: 1), weekly: Clinic.Daily(new(23, 0), new(23, 30), slot: 30));
        var last = (await clinic.Free())[^1];

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => clinic.Hold(service.Patient(), last)));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.Created);
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.Created), answer => Assert.Empty(answer.Conflict("slot-taken").Alternatives!));
    }

    [Fact]
    public async Task Slots_of_different_length_that_overlap_are_never_both_held()
    {
        WeeklyWindow[] weekly =
        [
            .. Clinic.Daily(new(8, 0), new(20, 0), slot: 50, buffer: 10, types: AppointmentType.Standard),
            .. Clinic.Daily(new(8, 0), new(20, 0), slot: 15, types: AppointmentType.Followup),
        ];
        var clinic = await Clinic.Open(service, weekly: weekly);
        var (standard, followup) = (await clinic.Free(AppointmentType.Standard, days: 1), await clinic.Free(AppointmentType.Followup, days: 1));

        for (var round = 0; round < standard.Count; round++)
        {
            var hour = standard[round];
            var inside = followup.Where(start => start >= hour && start < hour + Duration.FromHours(1)).ToList();
            var answers = await Task.WhenAll(
                Enumerable.Range(0, 3).Select(_ => clinic.Hold(service.Patient(), hour))
                    .Concat(inside.Select(start => clinic.Hold(service.Patient(), start, AppointmentType.Followup))));

            var won = answers.Where(answer => answer.Status == HttpStatusCode.Created).Select(answer => answer.Value).ToList();
            Assert.True(won is [{ Type: AppointmentType.Standard }] || (won.Count == inside.Count && won.TrueForAll(hold => hold.Type == AppointmentType.Followup)));
            Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.Created), answer => answer.Conflict("slot-taken"));
        }

        await Invariants.Check(service);
    }

    [Fact]
    public async Task Twenty_requests_that_spend_one_hold_are_one_visit()
    {
        var clinic = await Clinic.Open(service);
        var patient = service.Patient();
        var hold = (await clinic.Hold(patient, (await clinic.Free())[0])).Value;

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Clinic.Book(patient, hold)));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.Created);
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.Created), answer => answer.Conflict("hold-used"));
        Assert.Single((await patient.Appointments()).Value.Items);
        await Invariants.Check(service);
    }

    [Fact]
    public async Task A_lapsed_hold_is_fought_over_like_a_free_slot()
    {
        var clinic = await Clinic.Open(service);
        var start = (await clinic.Free())[0];
        for (var round = 0; round < 5; round++)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => clinic.Hold(service.Patient(), start)));

            await service.AdvanceTo(Assert.Single(answers, answer => answer.Status == HttpStatusCode.Created).Value.ExpiresAt);
        }

        await Invariants.Check(service);
    }
}
