using System.Collections.Concurrent;
using Booking.EventStore.Outbox;
using Xunit;

namespace Booking.EventStore.Tests.Outbox;

/// <summary>Whoever watches is told of changes here and elsewhere, on the connection that wakes the outboxes.</summary>
public sealed class ChangesTests : OutboxTests
{
    [Fact]
    public async Task A_change_is_told_here_at_once_and_on_another_node_by_its_topic()
    {
        await using var node = await Rig.Start(new Deliveries().Handle, new());
        await using var other = await Rig.Start(new Deliveries().Handle, new());
        var (here, there, topic) = (new List<Guid?>(), new BlockingCollection<Guid?>(), Guid.NewGuid());
        node.Signal.Changes.On(here.Add);
        other.Signal.Changes.On(there.Add);

        node.Signal.Changed(topic);

        Assert.Equal([topic], here);
        Assert.True(there.TryTake(out var told, OutboxRig.Patience), "Nobody was told.");
        Assert.Equal(topic, told);
    }

    [Fact]
    public void More_than_a_payload_holds_is_told_as_anything()
    {
        var said = new Announcements();
        for (var i = 0; i < Announcements.Most; i++)
            said.Say("c", Guid.NewGuid().ToString("N"));
        Assert.Equal(Announcements.Most, Assert.Single(said.Take()).Words.Split(' ').Length);

        for (var i = 0; i <= Announcements.Most; i++)
            said.Say("c", Guid.NewGuid().ToString("N"));

        Assert.Equal(("c", ""), Assert.Single(said.Take()));
        Assert.Empty(said.Take());
    }
}
