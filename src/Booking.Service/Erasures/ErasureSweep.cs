using Booking.EventStore;
using NodaTime;
using Npgsql;

namespace Booking.Service.Erasures;

/// <summary>
/// Takes away what others wrote of somebody while they were being erased, and what no transaction should wait for: at once after the commit, and again for
/// the case that a node died in between, was of an older program, or ran out of time.
/// </summary>
sealed class ErasureSweep(NpgsqlDataSource database, IClock clock, ILogger<ErasureSweep> log)
{
    /// <summary>Of looks of ten seconds each: an hour.</summary>
    const int MostLooks = 360;

    /// <summary>An answer that is kept for repeats lives three days.</summary>
    static readonly Duration Kept = Duration.FromDays(4);

    int left;

    /// <summary>The erasure stands, so what fails here is tried again and is no matter of whoever asked.</summary>
    public async Task AfterCommit(PatientId patient, string[] addresses, CancellationToken ct)
    {
        try
        {
            await ErasureSql.AfterCommit(database, patient, addresses, ct);
        }
        catch (Exception e) when (e is NpgsqlException or OperationCanceledException or TimeoutException)
        {
            left = 0;
            log.LogWarning(e, "What was kept beside of patient {Patient}, who is erased, could not be taken away; it is tried again", patient.Value);
        }
    }

    /// <summary>At the first look, once an hour, and whenever something was left.</summary>
    public async Task Again(CancellationToken ct)
    {
        if (left > 0)
        {
            left--;
            return;
        }

        await ErasureSql.Again(database, clock.GetCurrentInstant() - Kept, ct);
        left = MostLooks;
    }
}
