using System.Data;
using Booking.Contracts;
using Booking.EventStore;
using Booking.EventStore.Rebuilding;
using Booking.Service.TimeZones;
using NodaTime;
using Npgsql;

namespace Booking.Service.Ops;

/// <summary>
/// Checks over the whole database what must always hold: calendar, money, events, outbox. Changes nothing and holds up no writer; on a
/// large database it takes its time, because every event is read.
/// </summary>
public sealed class Verify(NpgsqlDataSource dataSource, StoreModel model, IClock clock)
{
    /// <summary>What breaks an invariant is named up to this many times; it is counted in full.</summary>
    public const int MostExamples = 100;

    const string ReadModels = "read-models-differ-from-events";

    static readonly (string Name, string Sql)[] Checks =
    [
        Check("claims-overlap"),
        Check("visits-without-claim"),
        Check("holds-without-claim"),
        Check("claims-without-owner"),
        Check("claims-differ-from-events"),
        Check("slots-without-visit"),
        Check("patient-claims"),
        Check("money-without-visit"),
        Check("money-differs-from-visit"),
        Check("money-differs-from-events"),
        Check("coupon-uses-beyond-limits"),
        Check("coupon-uses-differ-from-visits"),
        Check("stream-versions"),
        Check("event-order"),
        Check("offers-without-hold"),
        Check("outbox-states"),
        Check("deliveries-without-event"),
        Check("promises-of-visits"),
        Check("next-starts"),
    ];

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapPost("/ops/verify", Post).RequireAuthorization(Policies.Ops).WithTags("Ops").Answers<VerifyAnswer>(200);

    /// <summary>All invariants, those that hold with 0 violations.</summary>
    public async Task<VerifyAnswer> Run(CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        List<InvariantResult> results = await RunChecks(connection, ct);
        results.Add(await CompareReadModels(connection, ct));
        return new(results);
    }

    /// <summary>A log that cannot even be folded is a finding, and the worst of them.</summary>
    async Task<InvariantResult> CompareReadModels(NpgsqlConnection connection, CancellationToken ct)
    {
        try
        {
            return Parity(await Replay.Compare(connection, model, ct));
        }
        catch (Exception e) when (e is not (NpgsqlException or OperationCanceledException))
        {
            return new(ReadModels, 1, [$"The log cannot be replayed: {e.GetType().Name}: {e.Message}"]);
        }
    }

    /// <summary>All in one snapshot, so that what commits meanwhile breaks nothing. The time is taken after the snapshot: it is past all that is seen.</summary>
    async Task<List<InvariantResult>> RunChecks(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var held = await ReplaySnapshot.Hold(connection, ct);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        await using var snapshot = new NpgsqlCommand("set transaction read only; select 1", connection);
        await snapshot.ExecuteNonQueryAsync(ct);
        var now = clock.GetCurrentInstant();
        List<InvariantResult> results = [];
        foreach (var (name, sql) in Checks)
        {
            results.Add(await Run(connection, name, sql, now, ct));
        }

        results.Add(await PromisedTimesCheck.Run(connection, now, MostExamples, ct));

        return results;
    }

    static async Task<InvariantResult> Run(NpgsqlConnection connection, string name, string sql, Instant now, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 }.With(Pg.At(now), Pg.Int(MostExamples));
        await using var row = await command.ExecuteReaderAsync(ct);
        var violations = 0L;
        List<string> examples = [];
        while (await row.ReadAsync(ct))
        {
            violations = row.GetInt64(1);
            examples.Add(row.GetString(0));
        }

        return new(name, violations, examples);
    }

    static InvariantResult Parity(IReadOnlyList<ProjectionParity> tables)
    {
        var unclean = tables.Where(table => !table.IsClean).ToList();
        return new(
            ReadModels,
            unclean.Sum(table => Math.Max(1, table.Differing + table.Missing + table.Extra)),
            [.. unclean.Select(table => $"{table.Name}, table {table.Table}: {table.Differing} differ, {table.Missing} are missing, {table.Extra} are too many. {table.Failure}".TrimEnd())]);
    }

    /// <summary>The file of a check says what breaks it, a text a violation.</summary>
    static (string Name, string Sql) Check(string name) => (
        name,
        $"""
        with violation (example) as (
        {EmbeddedSql.Read($"verify_{name.Replace('-', '_')}.sql")}
        )
        select example, count(*) over () from violation order by example limit $2
        """);

    static async Task<IResult> Post(Caller caller, Verify verify, ILogger<Verify> log, CancellationToken ct)
    {
        var answer = await verify.Run(ct);
        foreach (var broken in answer.Invariants.Where(invariant => invariant.Violations > 0))
        {
            log.LogError("The invariant {Invariant} has {Violations} violations, found for {Actor}", broken.Name, broken.Violations, caller.AccountId);
        }

        return TypedResults.Ok(answer);
    }
}
