using Microsoft.Extensions.Logging;
using Npgsql;

namespace Booking.EventStore.Outbox;

/// <summary>
/// Tells the other processes of local commits: after them, on one connection of its own for all channels, and at most every 20 ms, because
/// a NOTIFY inside each transaction would make their commits wait for one another. A payload is the sender's name and the words after it.
/// </summary>
sealed class OutboxNotifier(NpgsqlDataSource dataSource, OutboxSignal signal, ILogger logger)
{
    public const string Channel = "booking_outbox";
    public const string ChangesChannel = "booking_changes";

    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    readonly string _self = Guid.NewGuid().ToString("N");

    /// <summary>Wakes this process when another one has committed; its own words come back to it and are no news.</summary>
    public void ListenOn(Listener listener)
    {
        listener.On(Channel, payload =>
        {
            if (!IsOwn(payload))
            {
                signal.Local.Ring();
            }
        });
        listener.On(ChangesChannel, payload =>
        {
            if (!IsOwn(payload))
            {
                TellOf(payload.Split(' ', StringSplitOptions.RemoveEmptyEntries));
            }
        });
    }

    /// <summary>Runs until it is stopped. A hint that cannot be sent is dropped: the others poll.</summary>
    public async Task Run(CancellationToken stopping)
    {
        var outage = new Outage(logger, "Telling others of new messages");
        NpgsqlConnection? connection = null;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await signal.Others.Waiting.Wait(Timeout.InfiniteTimeSpan, stopping);
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
        await using var batch = new NpgsqlBatch(connection) { Timeout = 5 };
        foreach (var (channel, words) in signal.Others.Take())
        {
            batch.Add("select pg_notify($1, $2)", Pg.Text(channel), Pg.Text($"{_self} {words}"));
        }

        if (batch.BatchCommands.Count > 0)
        {
            await batch.ExecuteNonQueryAsync(ct);
        }
    }

    bool IsOwn(string payload) => payload.StartsWith(_self, StringComparison.Ordinal);

    /// <summary>The sender's name comes first; without a word after it, and after a connect, anything may have changed.</summary>
    void TellOf(string[] said)
    {
        if (said.Length < 2)
        {
            signal.Changes.Tell(topic: null);
        }

        foreach (var word in said.Skip(1))
        {
            signal.Changes.Tell(Guid.TryParseExact(word, "N", out var topic) ? topic : null);
        }
    }

    static async ValueTask Drop(NpgsqlConnection? connection)
    {
        if (connection is not null)
        {
            await connection.DisposeAsync();
        }
    }
}
