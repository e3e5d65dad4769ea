using System.Diagnostics;
using System.Security.Cryptography;
using Booking.EventStore.Outbox;
using Npgsql;

namespace Booking.EventStore;

/// <summary>
/// The one way in which anything changes: load, fold, decide, and write events, projections and outbox in one
/// transaction and one round trip.
/// </summary>
/// <param name="dataSource">
/// Its connections set <c>lock_timeout</c> (5 s) and <c>idle_in_transaction_session_timeout</c> (10 s): the first bounds how long a
/// first attempt waits for another's row, the second how long a follower of the log waits for a stuck writer.
/// </param>
/// <param name="model">What the store knows; complete before the first command.</param>
/// <param name="seal">How stored answers are kept.</param>
/// <param name="signal">Told after a commit that put something in the outbox.</param>
public sealed class StreamStore(NpgsqlDataSource dataSource, StoreModel model, AnswerSeal seal, OutboxSignal signal)
{
    /// <summary>After so many lost races an attempt locks its streams before it loads, so everybody gets through in turn.</summary>
    internal int OptimisticAttempts { get; init; } = 2;

    /// <summary>How long a command may lose races and wait for its turn before it is refused as busy.</summary>
    internal TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Tests cut the connection in the middle of a batch here.</summary>
    internal Action<NpgsqlBatch>? BeforeWrite { get; set; }

    public NpgsqlDataSource DataSource => dataSource;
    public StoreModel Model => model;

    /// <summary>Decides on several streams at once.</summary>
    /// <param name="plan">
    /// Called once an attempt: asks the unit for what it needs and returns the decision, which runs when that is loaded,
    /// does no I/O, and appends to the unit. May run several times.
    /// </param>
    /// <param name="answer">What a repeat under the same key is told; needed when the context carries a key.</param>
    /// <exception cref="NpgsqlException">The database is out of reach, or the outcome of the commit is unknown.</exception>
    public async Task<Outcome<T>> Transact<T>(
        CommandContext context, Func<Unit, Func<Result<T>>> plan, Func<T, StoredAnswer>? answer, CancellationToken ct)
    {
        using var told = new Told();
        var outcome = await Attempts(context, plan, answer, told, ct);
        told.Ends(outcome.Refusal, outcome.Repeat is not null);
        return outcome;
    }

    async Task<Outcome<T>> Attempts<T>(
        CommandContext context, Func<Unit, Func<Result<T>>> plan, Func<T, StoredAnswer>? answer, Told told, CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        var turn = OptimisticAttempts > 0 ? null : new Turn([], Patience);
        for (var attempt = 1; ; attempt++)
        {
            var unit = new Unit(model, context, first: attempt == 1);
            try
            {
                return await Attempt(unit, plan, answer, turn, told, ct);
            }
            catch (PostgresException e) when (IsConflict(e))
            {
                told.Conflict();
                var left = Patience - Stopwatch.GetElapsedTime(began);
                if (left <= TimeSpan.Zero)
                {
                    return new(default, Refusal.Busy);
                }

                turn = attempt < OptimisticAttempts ? null : new([.. unit.Guarded], left);
                await Task.Delay(RandomNumberGenerator.GetInt32(1, 4 << Math.Min(attempt, 4)), ct);
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
            {
                return new(default, Refusal.Busy);
            }
            catch (PostgresException e) when (model.RefusalOf(e.ConstraintName) is { } refusal)
            {
                return new(default, refusal);
            }
        }
    }

    async Task<Outcome<T>> Attempt<T>(
        Unit unit, Func<Unit, Func<Result<T>>> plan, Func<T, StoredAnswer>? answer, Turn? turn, Told told, CancellationToken ct)
    {
        var decide = plan(unit);
        told.Attempts(unit);
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await using var transaction = turn is null ? null : await connection.BeginTransactionAsync(ct);
        if (turn is not null)
        {
            await turn.Wait(connection, unit, ct);
        }

        var previous = await unit.LoadFrom(connection, ct);
        if (previous is { Expired: false })
        {
            return previous.Fingerprint.AsSpan().SequenceEqual(unit.Context.Idempotency!.Fingerprint)
                ? new(default, null, previous.Answer with { Body = seal.Open(previous.Answer.Body) })
                : new(default, Refusal.KeyReused);
        }

        var result = decide();
        if (result.Refusal is null)
        {
            var kept = unit.Context.Idempotency is null ? null : answer?.Invoke(result.Value!);
            var sends = await Write(connection, unit, kept, previous is not null, ct);
            if (transaction is not null)
            {
                await transaction.CommitAsync(ct);
            }

            told.Committed(unit, model.Events);
            unit.Tell(signal, sends);
        }

        return new(result.Value, result.Refusal);
    }

    async Task<bool> Write(NpgsqlConnection connection, Unit unit, StoredAnswer? answer, bool replacesExpired, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        if (answer is not null)
        {
            unit.Keep(batch, answer with { Body = seal.Seal(answer.Body) }, replacesExpired);
        }

        var sends = unit.WriteTo(batch);
        if (batch.BatchCommands.Count == 0)
        {
            return false;
        }

        BeforeWrite?.Invoke(batch);
        await batch.ExecuteNonQueryAsync(ct);
        return sends;
    }

    bool IsConflict(PostgresException e) =>
        e.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected || model.IsConflict(e.ConstraintName);
}
