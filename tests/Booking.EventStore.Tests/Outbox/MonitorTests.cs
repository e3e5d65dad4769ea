using System.Diagnostics.Metrics;
using Booking.EventStore.Outbox;
using NodaTime;
using Xunit;

namespace Booking.EventStore.Tests.Outbox;

public sealed class MonitorTests : OutboxTests
{
    [Fact]
    public async Task The_depth_tells_due_from_scheduled_and_dead()
    {
        await SendOneOfEach();
        using var monitor = new OutboxMonitor(Rig.DataSource, Rig.Clock);

        Assert.Equal(new OutboxDepth(Due: 1, Scheduled: 1, Dead: 1, Duration.FromMinutes(7)), await monitor.Read(CancellationToken.None));
    }

    [Fact]
    public async Task The_depth_is_published_as_metrics()
    {
        await SendOneOfEach();
        using var monitor = new OutboxMonitor(Rig.DataSource, Rig.Clock);
        Dictionary<string, double> seen = [];
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, me) =>
            {
                if (instrument.Meter == monitor.Meter)
                {
                    me.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) =>
            seen.Add(tags.Length == 0 ? instrument.Name : $"{instrument.Name} {tags[0].Value}", value));
        listener.Start();

        listener.RecordObservableInstruments();

        Assert.Equal("Booking.Outbox", monitor.Meter.Name);
        Assert.Equal(
            new Dictionary<string, double>
            {
                ["booking.outbox.pending due"] = 1, ["booking.outbox.pending scheduled"] = 1, ["booking.outbox.oldest_age"] = 420, ["booking.outbox.dead"] = 1,
            },
            seen);
    }

    async Task SendOneOfEach()
    {
        await Rig.Send(Ann, 1);
        await Rig.Leases.GiveUp(Assert.Single(await Rig.Take()), "poison");
        await Rig.Send(Bob, 2);
        await Rig.Leases.Sent(Assert.Single(await Rig.Take()));
        await Rig.Send(Ann, 3, deliverAt: OutboxRig.Noon - Duration.FromMinutes(7));
        await Rig.Send(Ann, 4, deliverAt: OutboxRig.Noon + Duration.FromMinutes(7));
    }
}
