using Booking.Contracts;
using Booking.Service.TimeZones;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.TimeZones;

/// <summary>Nodes of two versions side by side, and orders of ops: only forward by itself, never to and fro.</summary>
[Collection(OneProcess.Name)]
public sealed class TwoLawsTests(LawFixture service) : IClassFixture<LawFixture>
{
    static readonly LocalDate Day = new(2026, 11, 26);

    ApplyTimeZones Node => service.Services.GetRequiredService<ApplyTimeZones>();

    [Fact]
    public async Task A_node_that_starts_with_newer_rules_applies_them_by_itself()
    {
        var (_, visit) = await Booked();
        Zones.Use(Tzdb.After);

        await using var node = service.Start(Environments.Development);

        await Waiting.Until(async () => (await service.Visit(visit)).Start == visit.Start - Duration.FromHours(1), "the visit to follow its wall time");
        var ops = service.Ops();
        await Waiting.Until(async () => (await ops.TimeZones()).Value.Stored is [{ Version: "2026f" }], "all doctors to stand by the new rules");
        await Invariants.Check(service);
    }

    [Fact]
    public async Task Older_rules_are_applied_by_nobody_unless_ops_force_them_and_then_no_newer_node_goes_back_by_itself()
    {
        var (clinic, visit) = await Booked();
        await service.Enact(Tzdb.After);
        var moved = visit.Start - Duration.FromHours(1);

        Zones.Use(Tzdb.Before);
        await Node.ByItself(CancellationToken.None);
        var ordered = await service.Enact(Tzdb.Before);
        Assert.Null(ordered.Run);
        Assert.True(ordered.Ahead > 0);
        Assert.Equal(moved, (await service.Visit(visit)).Start);

        var forced = await service.Enact(Tzdb.Before, force: true);
        Assert.Equal(("2026f", "2026e", 0L), (forced.Run!.From, forced.Run.To, forced.Ahead));
        Assert.Equal(visit.Start, (await service.Visit(visit)).Start);
        await Invariants.Check(service);

        Zones.Use(Tzdb.After);
        await Node.ByItself(CancellationToken.None);
        Assert.Equal(visit.Start, (await service.Visit(visit)).Start);
        Assert.NotNull((await service.Enact(Tzdb.After)).Run);
        Assert.Equal(moved, (await service.Visit(visit)).Start);
        Assert.Equal(LawFixture.In(LawFixture.Havana, Day, 9), (await clinic.Free(from: Day, days: 1))[0]);
        await Invariants.Check(service);
    }

    [Fact]
    public async Task A_schedule_that_a_node_with_older_rules_changes_is_put_right_by_the_newer_ones()
    {
        var (clinic, visit) = await Booked();
        await service.Enact(Tzdb.After);

        Zones.Use(Tzdb.Before);
        _ = (await service.Desk().AddException(clinic.Doctor, new(Day.PlusDays(1), ExceptionType.Blocked, "Away", new(9, 0), new(10, 0)))).Value;
        Assert.Equal(LawFixture.In(LawFixture.Havana, Day.PlusDays(1), 10), (await clinic.Free(from: Day.PlusDays(1), days: 1))[0]);

        Assert.NotNull((await service.Enact(Tzdb.After)).Run);
        Assert.Equal(LawFixture.In(LawFixture.Havana, Day.PlusDays(1), 10), (await clinic.Free(from: Day.PlusDays(1), days: 1))[0]);
        Assert.Equal(visit.Start - Duration.FromHours(1), (await service.Visit(visit)).Start);
        await Invariants.Check(service);
    }

    [Fact]
    public async Task A_visit_that_a_node_with_older_rules_books_meanwhile_follows_too()
    {
        var (clinic, _) = await Booked();
        await service.Enact(Tzdb.After);

        Zones.Use(Tzdb.Before);
        // What the patient was told by this node is an hour less than what it is.
        var told = await clinic.Confirmed(service.Patient(), LawFixture.In(LawFixture.Havana, Day, 11));

        Assert.NotNull((await service.Enact(Tzdb.After)).Run);
        Assert.Equal(LawFixture.In(LawFixture.Havana, Day, 11), (await service.Visit(told)).Start);
        Assert.Null((await service.Enact(Tzdb.After)).Run);
        await Invariants.Check(service);
    }

    [Fact]
    public async Task Two_nodes_at_once_do_it_once()
    {
        var (_, visit) = await Booked();
        Zones.Use(Tzdb.After);
        await using var other = service.Start(Environments.Development);

        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => (i % 2 == 0 ? service.Ops() : other.As(Roles.Ops)).ApplyTimeZones(new())));
        // The other node may still be at it, and says so.
        await Waiting.Until(async () => await service.Ops().ApplyTimeZones(new()) is { Body.Run: null, Problem: null }, "nothing to be left");

        var moves = (await service.Desk().History(visit.Id)).Value.Items.Count(item => item.What == "appointment_time_moved_by_law");
        Assert.Equal(1, moves);
        await Invariants.Check(service);
    }

    async Task<(Clinic Clinic, AppointmentAnswer Visit)> Booked()
    {
        var clinic = await service.OpenBefore(new(9, 0), new(17, 0));
        return (clinic, await clinic.Confirmed(service.Patient(), LawFixture.In(LawFixture.Havana, Day, 15)));
    }
}
