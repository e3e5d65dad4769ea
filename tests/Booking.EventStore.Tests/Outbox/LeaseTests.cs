using NodaTime;
using Xunit;

namespace Booking.EventStore.Tests.Outbox;

public sealed class LeaseTests : OutboxTests
{
    [Fact]
    public async Task A_leased_message_is_nobody_elses()
    {
        await Rig.Send(null, 1);

        Assert.Single(await Rig.Take());
        Rig.Clock.Advance(Duration.FromDays(1));
        Assert.Empty(await Rig.Take());
    }

    [Fact]
    public async Task A_worker_whose_lease_ran_out_changes_nothing_any_more()
    {
        await Rig.Send(Ann, 1);
        var stale = Assert.Single(await Rig.Take(lease: TimeSpan.Zero));

        var live = Assert.Single(await Rig.Take());

        Assert.Equal((1, 2), (stale.Attempt, live.Attempt));
        Assert.False(await Rig.Leases.Sent(stale));
        Assert.False(await Rig.Leases.TryLater(stale, Duration.Zero, "late"));
        Assert.False(await Rig.Leases.GiveUp(stale, "late"));
        Assert.False(await Rig.Leases.GiveBack(stale));
        Assert.True(await Rig.Leases.Sent(live));
        Assert.Equal("2 sent", await Rig.Ask<string>("select attempts || case when sent_at is not null and error is null and lease is null then ' sent' end from outbox"));
    }

    [Fact]
    public async Task A_lease_that_ran_out_unnoticed_still_records_what_was_done()
    {
        await Rig.Send(Ann, 1);
        var slow = Assert.Single(await Rig.Take(lease: TimeSpan.Zero));

        Assert.True(await Rig.Leases.Sent(slow));
        Assert.Empty(await Rig.Take());
    }

    [Fact]
    public async Task What_is_given_back_was_never_tried()
    {
        await Rig.Send(Ann, 1);
        var taken = Assert.Single(await Rig.Take());

        Assert.True(await Rig.Leases.GiveBack(taken));
        Assert.Equal(1, Assert.Single(await Rig.Take()).Attempt);
    }

    [Fact]
    public async Task A_message_is_never_both_sent_and_dead()
    {
        await Rig.Send(Ann, 1);
        await Rig.Leases.Sent(Assert.Single(await Rig.Take()));

        var refused = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => Rig.Ask<object>("update outbox set dead_at = now() returning 1"));

        Assert.Equal("outbox_sent_or_dead", refused.ConstraintName);
    }
}
