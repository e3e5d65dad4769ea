using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Metrics;
using NodaTime;
using Npgsql;

namespace Booking.Service.Ops;

/// <summary>Events of the last hour, minute by minute, and how long commands take in this process.</summary>
static class GetActivity
{
    public const string Times = "booking_transact_duration_seconds";
    const int Minutes = 60, MostEvents = 20_000;

    // Walked back from the end of the log by its key: time has no index, and an hour is soon walked.
    const string Text = """
        select date_trunc('minute', timestamp), count(*) from (select timestamp from mt_events order by seq_id desc limit $2) latest where timestamp >= $1 group by 1
        """;

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/ops/activity", Get).RequireAuthorization(Policies.Ops).WithTags("Ops").Answers<ActivityAnswer>(200);

    static async Task<ActivityAnswer> Get(NpgsqlDataSource dataSource, IClock clock, MetricStore metrics, CancellationToken ct)
    {
        var first = Minute(clock.GetCurrentInstant()) - Duration.FromMinutes(Minutes - 1);
        var counted = await Count(dataSource, first, ct);
        return new(
            Node.Name, Node.Started,
            [.. Enumerable.Range(0, Minutes).Select(i => first + Duration.FromMinutes(i)).Select(at => new ActivityMinute(at, counted.GetValueOrDefault(at)))],
            counted.Values.Sum() < MostEvents,
            [.. metrics.Read(Times).GroupBy(series => series.Label("outcome") ?? "", StringComparer.Ordinal).OrderBy(outcome => outcome.Key, StringComparer.Ordinal).Select(Of)]);
    }

    static CommandTimes Of(IGrouping<string, Distribution> outcome)
    {
        var sum = Distribution.Sum([.. outcome]);
        return new(outcome.Key, sum.Count, sum.Milliseconds(0.5), sum.Milliseconds(0.95), sum.Milliseconds(0.99));
    }

    static async Task<Dictionary<Instant, long>> Count(NpgsqlDataSource dataSource, Instant first, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Text).With(Pg.At(first), Pg.Int(MostEvents));
        await using var row = await command.ExecuteReaderAsync(ct);
        Dictionary<Instant, long> counted = [];
        while (await row.ReadAsync(ct))
            counted[row.GetInstant(0)] = row.GetInt64(1);
        return counted;
    }

    static Instant Minute(Instant at) => Instant.FromUnixTimeSeconds(at.ToUnixTimeSeconds() / NodaConstants.SecondsPerMinute * NodaConstants.SecondsPerMinute);
}
