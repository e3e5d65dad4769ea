using Microsoft.Extensions.Logging;
using Npgsql;

namespace Booking.EventStore.Outbox;

/// <summary>
/// Tells the other processes of local commits: after them, on a connection of its own, and at most every 20 ms, because
/// a NOTIFY inside each transaction would make their commits wait for one another.
/// </summary>
sealed class OutboxNotifier(NpgsqlDataSource dataSource, OutboxSignal signal, ILogger logger)
{
    public const string Channel = "booking_outbox";

    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    readonly string _self = Guid.NewGuid().ToString("N");

    /// <summary>Wakes this process when another one has committed; its own words come back to it and are no news.</summary>
    public void ListenOn(Listener listener) => listener.On(Channel, payload =>
    {
        if (payload != _self)
        {
            signal.Local.Ring();
        }
    });

    /// <summary>Runs until it is stopped. A hint that cannot be sent is dropped: the others poll.</summary>
    public async Task Run(CancellationToken stopping)
    {
        var outage = new Outage(logger, "Telling others of new messages");
        NpgsqlConnection? connection = null;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await signal.Others.Wait(Timeout.InfiniteTimeSpan, stopping);
                connection ??= await dataSource.OpenConnectionAsync(stopping);
                await Notify(connection, stopping);
                outage.Over();
                await Task.Delay(Pause, stopping);
            }
            catch (Exception e)
            {
                await Drop(connection);
                connection = null;
                await outage.Endure(e, stopping);
            }
        }

        await Drop(connection);
    }

    async Task Notify(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"select pg_notify('{Channel}', $1)", connection) { CommandTimeout = 5 };
        await command.With(Pg.Text(_self)).ExecuteNonQueryAsync(ct);
    }

    static async ValueTask Drop(NpgsqlConnection? connection)
    {
        if (connection is not null)
        {
            await connection.DisposeAsync();
        }
    }
}
