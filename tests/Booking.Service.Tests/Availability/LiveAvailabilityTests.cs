using Booking.Contracts;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Availability;

/// <summary>Whoever watches a calendar is told of each start whose answer changes, and of no other.</summary>
public sealed class LiveAvailabilityTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task A_hold_and_its_release_are_told_on_the_other_node_whichever_it_is()
    {
        await using var other = await ServiceProcess.Start(service);
        var clinic = await Clinic.Open(service);
        var free = await clinic.Free();
        var patient = service.Patient();
        var there = other.For(patient);
        await using var here = await Watch.Open(service.Anonymous(), clinic);
        await using var far = await Watch.Open(other.For(service.Patient()), clinic);

        var one = (await clinic.Hold(patient, free[4])).Value;
        await here.Hears(free[4], free: false);
        await far.Hears(free[4], free: false);
        var two = (await clinic.Hold(there, free[7])).Value;
        await here.Hears(free[7], free: false);
        await far.Hears(free[7], free: false);
        _ = await there.ReleaseHold(one.Id);
        await here.Hears(free[4], free: true);
        await far.Hears(free[4], free: true);
        var visit = (await Clinic.Book(there, two)).Value;
        _ = (await patient.Cancel(visit.Id, new("Better"))).Value;
        await far.Hears(free[7], free: true);
        await here.Hears(free[7], free: true);

        here.HasHeardNothingElse();
        far.HasHeardNothingElse();
    }

    [Fact]
    public async Task A_hold_that_lapses_is_free_at_once_when_the_clock_moves_on_whichever_node_moves_it()
    {
        await using var other = await ServiceProcess.Start(service);
        var clinic = await Clinic.Open(service);
        var start = (await clinic.Free())[^1];
        await using var here = await Watch.Open(service.Anonymous(), clinic);
        await using var far = await Watch.Open(other.For(service.Patient()), clinic);
        _ = (await clinic.Hold(service.Patient(), start)).Value;
        await here.Hears(start, free: false);
        await far.Hears(start, free: false);

        await service.Advance(Duration.FromMinutes(10));

        Assert.Contains(new SlotChange(start, Free: true), await UntilTold(here, start));
        Assert.Contains(new SlotChange(start, Free: true), await UntilTold(far, start));
        await Invariants.Check(service);
    }

    [Fact]
    public async Task Starts_that_come_within_the_notice_are_told_as_the_clock_passes()
    {
        var clinic = await Clinic.Open(service, new(MinimumNoticeMinutes: 120, HorizonDays: 10));
        var first = (await clinic.Free(from: clinic.Today, days: 3))[0];
        await using var watch = await Watch.Open(service.Anonymous(), clinic);

        await service.AdvanceTo(first - Duration.FromMinutes(120) + Duration.FromMilliseconds(1));

        await watch.Hears(first, free: false);
    }

    [Fact]
    public async Task A_block_its_removal_and_a_pause_are_told_slot_by_slot()
    {
        var clinic = await Clinic.Open(service, weekly: Clinic.Daily(new(9, 0), new(12, 0)));
        var desk = service.Desk();
        var (day, all) = (clinic.Today.PlusDays(3), await clinic.Free());
        var ofDay = all.Where(start => start.InUtc().Date == day).ToList();
        await using var watch = await Watch.Open(service.Anonymous(), clinic, days: 5);

        var block = (await desk.AddException(clinic.Doctor, new(day, ExceptionType.Blocked, "Away"))).Value;
        Assert.Equal(ofDay.Select(start => new SlotChange(start, Free: false)), await watch.Next(ofDay.Count));
        _ = await desk.RemoveException(clinic.Doctor, block.Id);
        Assert.Equal(ofDay.Select(start => new SlotChange(start, Free: true)), await watch.Next(ofDay.Count));
        _ = (await desk.PauseDoctor(clinic.Doctor)).Value;

        var watched = await watch.Next(all.Count(start => start.InUtc().Date <= clinic.Today.PlusDays(5)));
        Assert.All(watched, change => Assert.False(change.Free));
    }

    [Fact]
    public async Task Who_comes_back_is_told_the_whole_truth_first()
    {
        var clinic = await Clinic.Open(service, weekly: Clinic.Daily(new(9, 0), new(12, 0)));
        var all = await clinic.Free(from: clinic.Today, days: 4);
        var held = all[^1];
        _ = (await clinic.Hold(service.Patient(), held)).Value;

        await using var watch = await Watch.Open(service.Anonymous(), clinic, days: 3, resume: true);

        var told = await UntilTold(watch, held);
        Assert.Equal(all.SkipLast(1), told.Where(change => change.Free).Select(change => change.Start));
        Assert.Equal(new(held, Free: false), told[^1]);
    }

    /// <summary>Other starts may come within the notice by the same move of the clock.</summary>
    static async Task<List<SlotChange>> UntilTold(Watch watch, Instant start)
    {
        List<SlotChange> told = [];
        do
            told.Add(await watch.Next());
        while (told[^1].Start != start);
        return told;
    }
}
