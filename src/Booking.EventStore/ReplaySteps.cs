using Booking.EventStore.Rebuilding;
using Npgsql;

namespace Booking.EventStore;

/// <summary>What one projection makes of one event.</summary>
sealed record ReplayStep(string Projection, RecordedEvent Event, NpgsqlBatchCommand[] Statements);

/// <summary>
/// Runs the statements of a replay in large batches. One that fails, by a rule of its own say, is a finding: its batch is
/// taken back and run again step by step, without the step that fails.
/// </summary>
/// <param name="connection">In a transaction.</param>
/// <param name="failures">Takes the first failure of each projection.</param>
sealed class ReplaySteps(NpgsqlConnection connection, Dictionary<string, string> failures)
{
    readonly List<ReplayStep> _steps = [];

    public int Statements { get; private set; }

    public void Add(ReplayStep step)
    {
        _steps.Add(step);
        Statements += step.Statements.Length;
    }

    public async Task Run(CancellationToken ct)
    {
        if (Statements > 0 && await Try(_steps, ct) is not null)
        {
            foreach (var step in _steps)
            {
                if (await Try([step], ct) is { } failure)
                {
                    failures.TryAdd(step.Projection, ReplayFold.Naming(step.Event, failure));
                }
            }
        }

        _steps.Clear();
        Statements = 0;
    }

    async Task<string?> Try(IReadOnlyList<ReplayStep> steps, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add("savepoint replay");
        foreach (var statement in steps.SelectMany(s => s.Statements))
        {
            batch.BatchCommands.Add(statement);
        }

        batch.Add("release savepoint replay");
        try
        {
            await batch.ExecuteNonQueryAsync(ct);
            return null;
        }
        catch (PostgresException e) when (connection.FullState == System.Data.ConnectionState.Open)
        {
            await using var back = new NpgsqlCommand("rollback to savepoint replay; release savepoint replay", connection);
            await back.ExecuteNonQueryAsync(ct);
            return e.MessageText;
        }
    }
}
