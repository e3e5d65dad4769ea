using Booking.EventStore;
using Booking.Service.Hosting;
using NodaTime;
using Npgsql;

namespace Booking.Service.Availability;

/// <summary>
/// Computes in the background, on one node, what has run out, so that a reader seldom finds anything to do: at the full hour the notice
/// of many doctors begins at once. Nothing depends on it being on time.
/// </summary>
public sealed class NextStartsKeeper(NpgsqlDataSource dataSource, NextStarts starts, IClock clock, ILogger<NextStartsKeeper> log) : BackgroundService
{
    const long Turn = 0x6E657874;

    static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    static readonly string Stale = $"select n.doctor_id from next_starts n where {NextStarts.IsStale("$1")} limit {NextStarts.Batch}";

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Periodically.Run(Pause, "Computing next starts", log, Work, stoppingToken);

    /// <summary>Brings every doctor's next start up to date, unless another node is at it.</summary>
    public async Task Work(CancellationToken ct)
    {
        await using var turn = await Sole.Try(dataSource, Turn, ct);
        if (turn is not null)
        {
            var now = clock.GetCurrentInstant();
            await starts.Settle((connection, token) => FindStale(connection, now, token), now, ct);
        }
    }

    static async Task<List<Guid>> FindStale(NpgsqlConnection connection, Instant now, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Stale, connection).With(Pg.At(now));
        await using var row = await command.ExecuteReaderAsync(ct);
        List<Guid> doctors = [];
        while (await row.ReadAsync(ct))
        {
            doctors.Add(row.GetGuid(0));
        }

        return doctors;
    }
}
