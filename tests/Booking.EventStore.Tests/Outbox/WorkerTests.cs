using System.Collections.Concurrent;
using System.Diagnostics;
using Booking.EventStore.Outbox;
using NodaTime;
using Xunit;

namespace Booking.EventStore.Tests.Outbox;

public sealed class WorkerTests : OutboxTests
{
    static readonly OutboxOptions NoBackoff = new() { FirstBackoff = Duration.Zero, MaxBackoff = Duration.Zero };

    [Fact]
    public async Task A_scheduled_message_waits_for_the_clock()
    {
        var due = OutboxRig.Noon + Duration.FromHours(1);
        await Rig.Send(null, 2, deliverAt: due);
        await Rig.Send(null, 1);
        var first = new Deliveries(1);
        var both = new Deliveries(2);
        await using var node = await Rig.Start((step, context, _) =>
        {
            both.Add(step, context);
            first.Add(step, context);
            return Task.CompletedTask;
        });

        await first.Reached();
        Assert.Equal([1], both.Numbers);
        Rig.Clock.Advance(Duration.FromHours(1));
        node.Signal.Notify();
        await both.Reached();
        Assert.Equal([1, 2], both.Numbers);
        Assert.All(both.All, d => Assert.True(d.Step.Number == 1 || d.Context.Now >= due));
    }

    [Fact]
    public async Task A_handler_that_takes_too_long_has_failed()
    {
        await Rig.Send(Ann, 1);
        var tries = new Deliveries(2);
        var options = NoBackoff with { HandlerTimeout = TimeSpan.FromMilliseconds(20), Lease = TimeSpan.FromSeconds(10) };
        await using (var node = await Rig.Start(
            (step, context, ct) =>
            {
                tries.Add(step, context);
                return Task.Delay(Timeout.Infinite, ct);
            },
            options, maxAttempts: 2))
        {
            await tries.Reached();
            await node.Stop();
        }

        var letter = Assert.Single(await Rig.DeadLetters.List(0, 100, CancellationToken.None));
        Assert.StartsWith("TimeoutException: The handler did not end within 0.02 s.", letter.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_handler_that_does_not_heed_its_token_is_left_behind()
    {
        await Rig.Send(Ann, 1);
        await Rig.Send(Bob, 2);
        var never = new TaskCompletionSource();
        var deliveries = new Deliveries(1);
        var options = NoBackoff with { Concurrency = 1, HandlerTimeout = TimeSpan.FromMilliseconds(20), Lease = TimeSpan.FromSeconds(10) };
        await using var node = await Rig.Start(
            (step, context, _) =>
            {
                if (step.Number == 1)
                {
                    return never.Task;
                }

                deliveries.Add(step, context);
                return Task.CompletedTask;
            },
            options, maxAttempts: 1);

        await deliveries.Reached();
    }

    [Fact]
    public async Task A_worker_outlives_the_loss_of_its_connections()
    {
        var deliveries = new Deliveries(1);
        await using var node = await Rig.Start(deliveries.Handle);

        await Rig.Ask<long>(
            "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
        await using (var connection = new Npgsql.NpgsqlConnection(Rig.ConnectionString + ";Pooling=false"))
        {
            await connection.OpenAsync();
            await using var batch = new Npgsql.NpgsqlBatch(connection) { BatchCommands = { Rig.Insert(Ann, 1) } };
            await batch.ExecuteNonQueryAsync();
        }

        await deliveries.Reached();
    }

    [Fact]
    public async Task Each_delivery_is_an_activity_in_the_trace_of_the_request()
    {
        ConcurrentBag<Activity> stopped = [];
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "Booking.Outbox",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = stopped.Add,
        };
        ActivitySource.AddActivityListener(listener);
        await Rig.Send(Ann, 1);
        Activity? current = null;
        MessageContext? seen = null;
        var deliveries = new Deliveries(1);
        await using (var node = await Rig.Start((step, context, _) =>
        {
            (current, seen) = (Activity.Current, context);
            deliveries.Add(step, context);
            return Task.CompletedTask;
        }))
        {
            await deliveries.Reached();
        }

        Assert.Equal(OutboxRig.CorrelationId, current?.TraceId.ToHexString());
        Assert.Contains(current!, stopped);
        Assert.Equal("outbox step", current!.OperationName);
        Assert.Equal(new CommandContext(OutboxRig.Noon, OutboxRig.CorrelationId, seen!.Id.ToString(), Actor.System), seen.Command);
    }

    [Fact]
    public async Task A_worker_refuses_to_start_when_a_message_could_be_sent_that_nobody_handles()
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => OutboxNode.Start(Rig, new(), new()));

        Assert.Equal("Step can be sent, and nothing handles it.", refused.Message);
    }
}
