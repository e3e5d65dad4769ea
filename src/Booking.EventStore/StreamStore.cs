using System.Diagnostics;
using System.Security.Cryptography;
using Booking.EventStore.Outbox;
using Npgsql;

namespace Booking.EventStore;

/// <summary>
/// The one way in which anything changes: load, fold, decide, and write events, projections and outbox in one
/// transaction and one round trip.
/// </summary>
public sealed class StreamStore(NpgsqlDataSource dataSource, StoreModel model, AnswerSeal seal, OutboxSignal signal)
{
    /// <summary>After so many lost races an attempt locks its streams before it loads, so everybody gets through in turn.</summary>
    const int OptimisticAttempts = 2;

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Tests cut the connection in the middle of a batch here.</summary>
    internal Action<NpgsqlBatch>? BeforeWrite { get; set; }

    public NpgsqlDataSource DataSource => dataSource;
    public StoreModel Model => model;

    /// <summary>Decides on one stream.</summary>
    /// <returns>The state after the decision, or its refusal.</returns>
    public Task<Outcome<TState>> Transact<TState, TEvent>(
        Category<TState, TEvent> category, StreamId id, Func<TState, Decision<TEvent>> decide, CommandContext context, CancellationToken ct)
        where TEvent : class =>
        Transact<TState>(context, unit =>
        {
            var stream = unit.Load(category, id);
            return () => unit.Append(stream, decide(stream.State)) is { } refusal ? refusal : stream.State;
        }, answer: null, ct);

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
        var began = Stopwatch.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return attempt <= OptimisticAttempts
                    ? await Attempt(context, plan, answer, exclusive: false, ct)
                    : await Attempt(context, plan, answer, exclusive: true, ct);
            }
            catch (PostgresException e) when (IsConflict(e))
            {
                Telemetry.Conflicts.Add(1);
                if (Stopwatch.GetElapsedTime(began) > Patience)
                {
                    return new(default, Refusal.Busy);
                }

                await Task.Delay(RandomNumberGenerator.GetInt32(1, Math.Min(64, 4 << attempt)), ct);
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
        CommandContext context, Func<Unit, Func<Result<T>>> plan, Func<T, StoredAnswer>? answer, bool exclusive, CancellationToken ct)
    {
        var unit = new Unit(model, context);
        var decide = plan(unit);
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await using var transaction = exclusive ? await connection.BeginTransactionAsync(ct) : null;
        if (exclusive)
        {
            await LockStreams(connection, unit, ct);
        }

        var previous = await Load(connection, unit, ct);
        if (previous is { Expired: false })
        {
            return previous.Fingerprint.AsSpan().SequenceEqual(context.Idempotency!.Fingerprint)
                ? new(default, null, previous.Answer with { Body = seal.Open(previous.Answer.Body) })
                : new(default, Refusal.KeyReused);
        }

        var result = decide();
        if (result.Refusal is null)
        {
            var kept = context.Idempotency is null ? null : answer?.Invoke(result.Value!);
            var sends = await Write(connection, unit, kept, previous is not null, ct);
            if (transaction is not null)
            {
                await transaction.CommitAsync(ct);
            }

            if (sends)
            {
                signal.Notify();
            }
        }

        return new(result.Value, result.Refusal);
    }

    static async Task LockStreams(NpgsqlConnection connection, Unit unit, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Sql.LockStreams, connection);
        command.Parameters.Add(Pg.Uuids([.. unit.Streams.Select(s => s.Value)]));
        await command.ExecuteNonQueryAsync(ct);
    }

    async Task<Previous?> Load(NpgsqlConnection connection, Unit unit, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        var key = unit.Context.Idempotency;
        if (key is not null)
        {
            batch.Add(Sql.FindAnswer, Pg.Text(key.Caller), Pg.Text(key.Key));
        }

        foreach (var load in unit.Loads)
        {
            load.AddTo(batch);
        }

        if (batch.BatchCommands.Count == 0)
        {
            return null;
        }

        await using var reader = await batch.ExecuteReaderAsync(ct);
        Previous? previous = null;
        if (key is not null)
        {
            previous = await Previous.Read(reader, unit.Context.Now, ct);
            await reader.NextResultAsync(ct);
        }

        foreach (var load in unit.Loads)
        {
            await load.ReadFrom(reader, ct);
            await reader.NextResultAsync(ct);
        }

        return previous;
    }

    async Task<bool> Write(NpgsqlConnection connection, Unit unit, StoredAnswer? answer, bool replacesExpired, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        if (answer is not null)
        {
            KeepAnswer(batch, unit.Context, answer, replacesExpired);
        }

        var sends = unit.WriteTo(batch);
        if (batch.BatchCommands.Count == 0)
        {
            return false;
        }

        BeforeWrite?.Invoke(batch);
        await batch.ExecuteNonQueryAsync(ct);
        Telemetry.Appended.Add(unit.AppendedEvents.Count);
        return sends;
    }

    void KeepAnswer(NpgsqlBatch batch, CommandContext context, StoredAnswer answer, bool replacesExpired)
    {
        var key = context.Idempotency!;
        if (replacesExpired)
        {
            batch.Add(Sql.ForgetAnswer, Pg.Text(key.Caller), Pg.Text(key.Key), Pg.At(context.Now - IdempotencyKey.Lifetime));
        }

        batch.Add(
            Sql.KeepAnswer, Pg.Text(key.Caller), Pg.Text(key.Key), Pg.Bytes(key.Fingerprint), Pg.Int(answer.Status),
            Pg.TextOrNull(answer.Location), Pg.TextOrNull(answer.ETag), Pg.Bytes(seal.Seal(answer.Body)), Pg.At(context.Now));
    }

    bool IsConflict(PostgresException e) =>
        e.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected || model.IsConflict(e.ConstraintName);
}
