using System.Data;
using Booking.EventStore;
using NodaTime;
using Npgsql;

namespace Booking.Service.Ops;

/// <summary>
/// Once an hour deletes the answers that no repeat can ask for any more. One node does it at a time, in small steps that nobody waits
/// for. Events and sent messages stay for ever: they say what happened.
/// </summary>
public sealed class Housekeeping(NpgsqlDataSource dataSource, IClock clock, ILogger<Housekeeping> log) : BackgroundService
{
    const int Step = 1_000;
    internal const long LockKey = 0x626F6F6B_00000200;

    const string Forget = """
        delete from idempotency
         where (caller, key) in (select caller, key from idempotency where created_at <= $1 order by created_at limit $2 for update skip locked)
        """;

    static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await Tidy(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogWarning(e, "Housekeeping failed; the next round follows in {Minutes} min", Pause.TotalMinutes);
            }
        }
    }

    /// <returns>How many answers were forgotten; 0 also when another node is at it.</returns>
    public async Task<long> Tidy(CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await using var turn = new NpgsqlCommand("select pg_try_advisory_lock($1)", connection).With(Pg.Long(LockKey));
        if (await turn.ExecuteScalarAsync(ct) is not true)
        {
            return 0;
        }

        try
        {
            return await ForgetAnswers(connection, clock.GetCurrentInstant() - IdempotencyKey.Lifetime, ct);
        }
        finally
        {
            // A session that broke has given its lock back; one that goes back to the pool has not.
            if (connection.FullState == ConnectionState.Open)
            {
                await using var done = new NpgsqlCommand("select pg_advisory_unlock($1)", connection).With(Pg.Long(LockKey));
                await done.ExecuteNonQueryAsync(CancellationToken.None);
            }
        }
    }

    static async Task<long> ForgetAnswers(NpgsqlConnection connection, Instant oldest, CancellationToken ct)
    {
        long forgotten = 0;
        for (var step = Step; step == Step; forgotten += step)
        {
            await using var forget = new NpgsqlCommand(Forget, connection).With(Pg.At(oldest), Pg.Int(Step));
            step = await forget.ExecuteNonQueryAsync(ct);
        }

        return forgotten;
    }
}
