using System.Data;
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
    const int PageSize = 1_000;
    const int StatementsInBatch = 500;

    /// <summary>Compares all tables of all projections as of one moment. Changes nothing and holds up no writer.</summary>
    /// <remarks>
    /// Runs in one repeatable-read transaction that is rolled back, in temporary tables that lie in front of the live ones. The state
    /// of every stream is kept in memory, and a follower of the log waits until this has ended (<see cref="SettledPosition"/>). Copies
    /// of indexes have PostgreSQL's default names, so a projection names columns, not constraints, in <c>on conflict</c>.
    /// </remarks>
    /// <param name="connection">Open, not in a transaction; its prepared statements are forgotten.</param>
    /// <exception cref="InvalidOperationException">An event's alias is unknown.</exception>
    public static async Task<IReadOnlyList<ProjectionParity>> Compare(NpgsqlConnection connection, StoreModel model, CancellationToken ct)
    {
        // In a session that has had temporary tables, a plan that was prepared before would go on writing to the live ones.
        connection.UnprepareAll();
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        var failures = await Rebuild(connection, model, ct);
        List<ProjectionParity> parities = [];
        foreach (var projection in model.Projections)
        {
            foreach (var table in projection.Tables)
            {
                parities.Add(await TableParity.Of(connection, projection.Name, table, ct) with { Failure = failures.GetValueOrDefault(projection.Name) });
            }
        }

        return parities;
    }

    /// <returns>The first failure of each projection that had one.</returns>
    static async Task<Dictionary<string, string>> Rebuild(NpgsqlConnection connection, StoreModel model, CancellationToken ct)
    {
        foreach (var table in model.Projections.SelectMany(p => p.Tables).Distinct(StringComparer.Ordinal))
        {
            await TableParity.Shadow(connection, table, ct);
        }

        Dictionary<StreamId, object> states = [];
        var steps = new ReplaySteps(connection);
        for (var after = 0L; await connection.ReadLog(after, long.MaxValue, PageSize, ct) is [.., var last] page; after = last.Position)
        {
            foreach (var recorded in page)
            {
                Fold(model, states, recorded, steps);
                if (steps.Statements >= StatementsInBatch)
                {
                    await steps.Run(ct);
                }
            }
        }

        await steps.Run(ct);
        return steps.Failures;
    }

    static void Fold(StoreModel model, Dictionary<StreamId, object> states, RecordedEvent recorded, ReplaySteps steps)
    {
        if (model.Find(recorded.Category) is not { } category)
        {
            return;
        }

        var @event = model.Events.Read(recorded.Type, recorded.Json);
        var before = states.GetValueOrDefault(recorded.Metadata.Stream, category.Initial);
        var after = states[recorded.Metadata.Stream] = category.Evolve(before, @event);
        for (var projection = 0; projection < category.ProjectionNames.Count; projection++)
        {
            using var sql = new NpgsqlBatch();
            category.Project(projection, @event, recorded.Metadata, before, after, sql);
            steps.Add(new(category.ProjectionNames[projection], recorded, [.. sql.BatchCommands.Cast<NpgsqlBatchCommand>()]));
        }
    }
}
