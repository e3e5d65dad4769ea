using Booking.EventStore.Outbox;
using NodaTime;
using Xunit;

namespace Booking.EventStore.Tests.Outbox;

/// <summary>After a restore nothing goes out, by whatever node, until somebody says so.</summary>
public sealed class QuarantineTests : OutboxTests
{
    OutboxQuarantine Quarantine => new(Rig.DataSource);

    [Fact]
    public async Task In_a_quarantine_nothing_is_taken_and_afterwards_all_of_it()
    {
        await Rig.Send(Ann, 1);
        Assert.True(await Quarantine.Begin(OutboxRig.Noon, OutboxRig.Noon, default));
        Assert.False(await Quarantine.Begin(OutboxRig.Noon, OutboxRig.Noon, default));
        await Rig.Send(null, 2);

        await Takes();
        Assert.True(await Quarantine.End(default));
        await Takes(1, 2);
    }

    [Fact]
    public async Task What_was_due_when_the_database_was_lost_counts_as_sent_and_what_came_due_later_is_sent()
    {
        await Rig.Send(Ann, 1, OutboxRig.Noon - Duration.FromMinutes(5));
        await Rig.Send(Ann, 2, OutboxRig.Noon);
        await Quarantine.Begin(OutboxRig.Noon, OutboxRig.Noon - Duration.FromMinutes(1), default);

        Assert.Equal([("step", 1L)], await Quarantine.Drop(["step"], OutboxRig.Noon - Duration.FromMinutes(1), OutboxRig.Noon, default));
        Assert.Empty(await Quarantine.Drop(["other"], OutboxRig.Noon, OutboxRig.Noon, default));

        await Quarantine.End(default);
        await Takes(2);
        Assert.Equal(OutboxQuarantine.DroppedBecause, await Rig.Ask<string>("select error from outbox where sent_at is not null"));
    }
}
