using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Booking.EventStore.Outbox;

/// <summary>
/// Hears the notifications of all channels on one connection, and connects again when that is lost. A notification is a
/// hint: what is said while nobody is connected is not heard, so each handler is also called after every connect.
/// </summary>
public sealed class Listener(NpgsqlDataSource dataSource, ILogger<Listener> logger) : BackgroundService
{
    /// <summary>A connection that has heard nothing for so long is asked whether it still lives.</summary>
    static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    readonly List<(string Channel, Action<string> Handle)> _handlers = [];
    readonly TaskCompletionSource _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when it has connected for the first time.</summary>
    internal Task Listening => _listening.Task;

    /// <summary>To be called before it starts.</summary>
    /// <param name="channel">A lower-case SQL name.</param>
    /// <param name="handle">Gets the payload, or "" after a connect. Runs on the connection's thread: it only rings a bell.</param>
    public void On(string channel, Action<string> handle) => _handlers.Add((channel, handle));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var outage = new Outage(logger, "Listening for notifications");
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Listen(outage, stoppingToken);
            }
            catch (Exception e)
            {
                await outage.Endure(e, stoppingToken);
            }
        }
    }

    async Task Listen(Outage outage, CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        connection.Notification += (_, notification) => Dispatch(notification.Channel, notification.Payload);
        await Run(connection, string.Join(';', _handlers.Select(h => h.Channel).Distinct(StringComparer.Ordinal).Select(c => $"listen {c}")), ct);
        foreach (var (_, handle) in _handlers)
        {
            handle("");
        }

        outage.Over();
        _listening.TrySetResult();
        while (true)
        {
            if (!await connection.WaitAsync(Silence, ct))
            {
                await Run(connection, "select 1", ct);
            }
        }
    }

    void Dispatch(string channel, string payload)
    {
        foreach (var handler in _handlers.Where(h => h.Channel == channel))
        {
            handler.Handle(payload);
        }
    }

    static async Task Run(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 5 };
        await command.ExecuteNonQueryAsync(ct);
    }
}
