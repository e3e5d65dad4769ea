using Booking.EventStore.Outbox;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit;

namespace Booking.EventStore.Tests.Outbox;

public sealed class WakeUpTests : OutboxTests
{
    static readonly OutboxOptions NeverPolls = new() { Poll = TimeSpan.FromHours(1) };

    [Fact]
    public async Task A_commit_in_one_process_wakes_the_worker_of_another()
    {
        await using var other = new Notifier(Rig);
        var deliveries = new Deliveries();
        await using var node = await Rig.Start(deliveries.Handle, NeverPolls);

        // The first may be found by the look that each worker takes at its start; the others cannot all be.
        for (var n = 0; n < 20; n++)
        {
            await Rig.Send(null, n);
            other.Signal.Notify();
            await deliveries.Reached(n + 1);
        }
    }

    [Fact]
    public async Task A_commit_in_this_process_wakes_its_worker_without_a_poll()
    {
        var deliveries = new Deliveries();
        await using var node = await Rig.Start(deliveries.Handle, NeverPolls);
        for (var n = 0; n < 20; n++)
        {
            await Rig.Send(null, n);
            node.Signal.Notify();
            await deliveries.Reached(n + 1);
        }
    }

    [Fact]
    public async Task A_lost_hint_costs_a_poll_and_never_a_message()
    {
        var deliveries = new Deliveries();
        await using var node = await Rig.Start(deliveries.Handle, new() { Poll = TimeSpan.FromMilliseconds(50) });
        for (var n = 0; n < 3; n++)
        {
            await Rig.Send(null, n);
            await deliveries.Reached(n + 1);
        }
    }

    [Fact]
    public async Task A_burst_of_commits_is_told_to_the_others_a_few_times_only()
    {
        await using var ear = await Rig.DataSource.OpenConnectionAsync();
        List<string> heard = [];
        ear.Notification += (_, n) => heard.Add(n.Payload);
        await Run(ear, "listen booking_outbox");
        await using (var notifier = new Notifier(Rig))
        {
            for (var n = 0; n < 1_000; n++)
            {
                notifier.Signal.Notify();
            }

            await ear.WaitAsync(new CancellationTokenSource(OutboxRig.Patience).Token);
        }

        await Run(ear, "notify booking_outbox, 'end'");
        Assert.Equal("end", heard[^1]);
        Assert.InRange(heard.Count, 2, 20);
    }

    static async Task Run(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>A process that commits messages and handles none.</summary>
    sealed class Notifier : IAsyncDisposable
    {
        readonly CancellationTokenSource _stop = new();
        readonly NpgsqlDataSource _dataSource;
        readonly Task _running;

        public Notifier(OutboxRig rig)
        {
            _dataSource = NpgsqlDataSource.Create(rig.ConnectionString);
            _running = new OutboxNotifier(_dataSource, Signal, NullLogger.Instance).Run(_stop.Token);
        }

        public OutboxSignal Signal { get; } = new();

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _running;
            await _dataSource.DisposeAsync();
            _stop.Dispose();
        }
    }
}
