using Microsoft.Extensions.Logging;
using Npgsql;

namespace Booking.EventStore.Outbox;

/// <summary>Records what became of messages, also when the database goes away between a handler's end and the record of it.</summary>
sealed class Outcomes(ILogger logger)
{
    const int MarkAttempts = 5;

    int _unrecorded;

    /// <summary>
    /// Whether outcomes wait for the database. Who takes messages then, or as soon as it is back, may get one that has been handled and whose lease has
    /// run out meanwhile. One that waits for its own row alone, which somebody has locked, is none of these: it must not keep all others.
    /// </summary>
    public bool AreWaiting => Volatile.Read(ref _unrecorded) > 0;

    /// <summary>
    /// Records what happened, however long the database is away: nobody can take the message meanwhile, and other nodes wait a moment after a long
    /// outage (<see cref="OutboxWorker"/>), so what was done is seldom done again. What fails otherwise is tried a few times, and so is everything once
    /// the process can wait no longer; after that the lease runs out and the message is delivered again.
    /// </summary>
    /// <param name="mark">Writes it down; false when the lease had been lost.</param>
    /// <param name="abandon">Cancelled when the process can wait no longer.</param>
    public async Task Record(LeasedMessage message, Func<Task<bool>> mark, CancellationToken abandon)
    {
        var outage = new Outage(logger, "Recording a message's outcome");
        var waits = false;
        try
        {
            for (var left = MarkAttempts; left > 0;)
            {
                if (await Marked(message, mark) is not { } failure)
                {
                    return;
                }

                var isAway = !abandon.IsCancellationRequested && IsAway(failure);
                if (isAway && !waits)
                {
                    waits = true;
                    Interlocked.Increment(ref _unrecorded);
                }

                left -= isAway ? 0 : 1;
                await outage.Endure(failure, isAway ? abandon : CancellationToken.None);
                if (isAway && abandon.IsCancellationRequested)
                {
                    outage.Over();
                }
            }
        }
        finally
        {
            Interlocked.Add(ref _unrecorded, waits ? -1 : 0);
        }
    }

    /// <summary>What the server says of this one row, such as that it is locked, it does not say of the others.</summary>
    static bool IsAway(Exception failure) => Outage.IsOfTheDatabase(failure) || failure is NpgsqlException { IsTransient: true } and not PostgresException;

    /// <returns>Why it could not be recorded; null when it was.</returns>
    async Task<Exception?> Marked(LeasedMessage message, Func<Task<bool>> mark)
    {
        try
        {
            if (!await mark())
            {
                logger.LogWarning("{Type} {Message} was no longer ours: its lease had run out.", message.Type, message.Id);
            }

            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }
}
