using Booking.EventStore;
using NodaTime;
using Npgsql;

namespace Booking.Service.Replicas;

/// <summary>
/// Writes the clock down about once a second, whoever of the nodes comes first: by it a replica shows how far behind it is, also while
/// nothing else is written.
/// </summary>
public sealed class ReplicaHeartbeat(NpgsqlDataSource dataSource, IClock clock, ILogger<ReplicaHeartbeat> log) : BackgroundService
{
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    static readonly Duration Recent = Duration.FromMilliseconds(800);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Periodically.Run(Pause, "The heartbeat for replicas", log, Beat, stoppingToken, atOnce: true);

    /// <remarks>A clock that was moved back, in Development, overwrites what is ahead of it.</remarks>
    public async Task Beat(CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        await using var command = dataSource.CreateCommand("update read_heartbeat set at = $1 where at < $2 or at > $1").With(Pg.At(now), Pg.At(now - Recent));
        await command.ExecuteNonQueryAsync(ct);
    }
}
