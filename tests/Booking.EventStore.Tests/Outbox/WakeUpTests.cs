using System.Diagnostics;
using Booking.EventStore.Outbox;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Npgsql;
using Xunit;

namespace Booking.EventStore.Tests.Outbox;

public sealed class WakeUpTests : OutboxTests
{
    static readonly OutboxOptions NeverPolls = new() { Poll = TimeSpan.FromHours(1) };

    /// <summary>A worker looks when it starts and when its listener has connected; after that only a hint makes it look.</summary>
    const int LooksAtStart = 2;

    readonly Deliveries _deliveries = new();

    [Fact]
    public async Task A_commit_in_one_process_wakes_the_worker_of_another()
    {
        await using var other = new Notifier(Rig);
        await using var node = await Rig.Start(_deliveries.Handle, NeverPolls);
        await Rig.Clock.Asked(LooksAtStart);

        await Rig.Send(null, 1);
        other.Signal.Notify();

        await _deliveries.Reached(1);
    }

    [Fact]
    public async Task A_commit_in_this_process_wakes_its_worker()
    {
        await using var node = await Rig.Start(_deliveries.Handle, NeverPolls);
        await Rig.Clock.Asked(LooksAtStart);

        await Rig.Send(null, 1);
        node.Signal.Notify();

        await _deliveries.Reached(1);
    }

    [Fact]
    public async Task A_lost_hint_costs_a_poll_and_never_a_message()
    {
        await using var node = await Rig.Start(_deliveries.Handle, new() { Poll = TimeSpan.FromMilliseconds(20) });
        await Rig.Clock.Asked(LooksAtStart + 5);

        await Rig.Send(null, 1);

        await _deliveries.Reached(1);
    }

    [Fact]
    public async Task What_waits_behind_a_key_goes_on_as_soon_as_its_head_is_done()
    {
        await Rig.Send(Enumerable.Range(0, 5).Select(n => ((Guid?)Ann, n, (Instant?)null, true)));
        await using var node = await Rig.Start(_deliveries.Handle, NeverPolls);

        await _deliveries.Reached(5);
    }

    [Fact]
    public async Task However_often_there_is_a_commit_the_others_are_told_at_most_every_20_ms()
    {
        await using var ear = await Rig.DataSource.OpenConnectionAsync();
        List<string> heard = [];
        ear.Notification += (_, n) => heard.Add(n.Payload);
        await Run(ear, "listen booking_outbox");
        var began = Stopwatch.GetTimestamp();
        await using (var notifier = new Notifier(Rig))
        {
            while (Stopwatch.GetElapsedTime(began) < TimeSpan.FromMilliseconds(400))
            {
                notifier.Signal.Notify();
                await Task.Yield();
            }

            notifier.Signal.Notify();
            using var patience = new CancellationTokenSource(OutboxRig.Patience);
            await ear.WaitAsync(patience.Token);
        }

        var elapsed = Stopwatch.GetElapsedTime(began);
        await Run(ear, "notify booking_outbox, 'end'");
        Assert.Equal("end", heard[^1]);
        Assert.InRange(heard.Count - 1, 1, (elapsed.TotalMilliseconds / 20) + 1);
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
