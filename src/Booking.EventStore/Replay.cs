using System.Data;
using Booking.EventStore.Rebuilding;
using Npgsql;

namespace Booking.EventStore;

/// <summary>How a table of a projection compares with what the log says it should be.</summary>
/// <param name="Name">The projection.</param>
/// <param name="Table">One of its tables.</param>
/// <param name="Same">Rows that are equal in every column.</param>
/// <param name="Differing">Rows whose primary key is on both sides and another column is not equal.</param>
/// <param name="Missing">Rows that the log leads to and the live table lacks.</param>
/// <param name="Extra">Rows of the live table that the log does not lead to.</param>
public sealed record ProjectionParity(string Name, string Table, long Same, long Differing, long Missing, long Extra)
{
    /// <summary>What the first statement of this projection that failed in the replay said, and on which event; null when none did.</summary>
    public string? Failure { get; init; }

    public bool IsClean => Differing == 0 && Missing == 0 && Extra == 0 && Failure is null;
}

/// <summary>Folds the whole log again and compares what the projections make of it with the live tables.</summary>
public static class Replay
{
    const string Shadows = "pg_temp";
    const int StatementsInBatch = 500;

    /// <summary>Compares all tables of all projections as of one moment. Changes nothing and holds up no writer; a swap waits for its end.</summary>
    /// <remarks>
    /// Runs in one repeatable-read transaction that is rolled back, in temporary tables that lie in front of the live ones. Memory does not grow
    /// with the log. A follower of the log waits until this has ended (<see cref="SettledPosition"/>). Copies of indexes have PostgreSQL's default
    /// names, so a projection names columns, not constraints, in <c>on conflict</c>.
    /// </remarks>
    /// <param name="connection">Open, not in a transaction; its prepared statements are forgotten.</param>
    /// <exception cref="InvalidOperationException">An event's alias is unknown.</exception>
    public static async Task<IReadOnlyList<ProjectionParity>> Compare(NpgsqlConnection connection, StoreModel model, CancellationToken ct)
    {
        // In a session that has had temporary tables, a plan that was prepared before would go on writing to the live ones.
        connection.UnprepareAll();
        await using var held = await ReplaySnapshot.Hold(connection, ct);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        Dictionary<string, string> failures = new(StringComparer.Ordinal);
        await ByLog(connection, model, [.. model.Projections.Where(p => !p.ByStream)], failures, ct);
        foreach (var projection in model.Projections.Where(p => p.ByStream))
        {
            await ByStream(connection, model, projection, failures, ct);
        }

        List<ProjectionParity> parities = [];
        foreach (var projection in model.Projections)
        {
            foreach (var table in projection.Tables)
            {
                var parity = await TableParity.Of(connection, projection.Name, Shadows, table, ct);
                parities.Add(parity with { Failure = failures.GetValueOrDefault(projection.Name) });
            }
        }

        return parities;
    }

    static async Task ByStream(NpgsqlConnection connection, StoreModel model, InlineProjection projection, Dictionary<string, string> failures, CancellationToken ct)
    {
        var fold = new ReplayFold(model, [projection]);
        var rows = new StreamRows(fold, await TableShapes.Read(connection, projection.Tables, ct));
        foreach (var table in projection.Tables)
        {
            await connection.Run($"create temp table {ShadowSchema.Quoted(table)} (like {ShadowSchema.Quoted(ShadowSchema.Live, table)} including generated) on commit drop", ct);
        }

        try
        {
            for (var after = Guid.Empty; await rows.Next(connection, after, long.MaxValue, ct) is { } page; after = page.Cursor)
            {
                await page.Rows.Copy(connection, Shadows, ct);
            }
        }
        catch (RebuildFailedException e)
        {
            failures.Add(projection.Name, e.Message);
        }
    }

    static async Task ByLog(
        NpgsqlConnection connection, StoreModel model, IReadOnlyList<InlineProjection> projections, Dictionary<string, string> failures, CancellationToken ct)
    {
        foreach (var table in projections.SelectMany(p => p.Tables).Distinct(StringComparer.Ordinal))
        {
            await connection.Run($"create temp table {ShadowSchema.Quoted(table)} (like {ShadowSchema.Quoted(ShadowSchema.Live, table)} including all) on commit drop", ct);
        }

        var (fold, states, steps) = (new ReplayFold(model, projections), new StreamStates(model), new ReplaySteps(connection, failures));
        using var sql = new NpgsqlBatch();
        var categories = fold.Categories;
        for (var after = 0L; await ReplayPages.ByLog(connection, categories, after, long.MaxValue, ReplayPages.EventsOfLog, ct) is [.., var last] page; after = last.Position)
        {
            await states.Prepare(connection, page, after, ct);
            foreach (var recorded in page)
            {
                var before = states.Of(recorded.Metadata.Stream, fold.Find(recorded.Category)!);
                states.Set(recorded.Metadata.Stream, fold.Apply(recorded, before, sql, (projection, made) =>
                    steps.Add(new(projection, recorded, [.. made.BatchCommands.Cast<NpgsqlBatchCommand>()]))));
                if (steps.Statements >= StatementsInBatch)
                {
                    await steps.Run(ct);
                }
            }
        }

        await steps.Run(ct);
    }
}
