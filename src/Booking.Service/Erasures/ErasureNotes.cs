using System.Collections.Concurrent;
using Booking.EventStore;
using NodaTime;
using Npgsql;

namespace Booking.Service.Erasures;

/// <summary>
/// The ledger's lines of erasures that are under way: written before one begins, withdrawn when it was refused. Those of which it is not known whether anybody
/// was told that it is done, and in whose way something stands, are held for a person to decide.
/// </summary>
sealed class ErasureNotes(ErasureLedger ledger, NpgsqlDataSource database, ILogger<ErasureNotes> log)
{
    /// <summary>A line that is no older was most likely left by a node that died. What is older was done, and lost by the database.</summary>
    public static readonly Duration Fresh = Duration.FromMinutes(10);

    /// <summary>Of a withdrawal that the disk refuses, and of lines of one patient that one refusal withdraws.</summary>
    const int Tries = 5;

    readonly ConcurrentDictionary<ErasureLine, bool> held = new();

    /// <summary>How many lines wait for a person to decide.</summary>
    public int Held => held.Count;

    public bool IsHeld(ErasureLine line) => held.ContainsKey(line);

    /// <returns>False when it was held before.</returns>
    public bool Hold(ErasureLine line) => held.TryAdd(line, true);

    /// <summary>Whoever was erased, or whose line was withdrawn, waits for nobody any more.</summary>
    public void Release(IReadOnlyList<ErasureLine> unlessIn)
    {
        foreach (var line in held.Keys.Except(unlessIn))
        {
            held.TryRemove(line, out _);
        }
    }

    /// <returns>Null when the line is on the disk.</returns>
    public async Task<Refusal?> Begin(ErasureLine line, CancellationToken ct)
    {
        if (!ledger.IsKept)
        {
            return null;
        }

        try
        {
            await ledger.Write(line, ct);
            return null;
        }
        catch (ErasureLedgerException)
        {
            await Withdraw(line, unlessGone: true);
            return ErasePatient.LedgerFailed;
        }
    }

    /// <summary>Takes a line back whose erasure certainly did not commit, whether or not whoever asked for it still waits.</summary>
    /// <param name="unlessGone">It may not stand: then nothing is written, or the withdrawal would be of another's.</param>
    public async Task Withdraw(ErasureLine line, bool unlessGone = false)
    {
        Exception? failed = null;
        for (var attempt = 0; ledger.IsKept && attempt < Tries; attempt++)
        {
            try
            {
                if ((attempt > 0 || unlessGone) && await Standing(line.Patient) != line)
                {
                    return;
                }

                await ledger.Write(line with { Withdrawn = true }, CancellationToken.None);
                await Agree(line);
                return;
            }
            catch (Exception e) when (e is ErasureLedgerException or IOException)
            {
                failed = e;
            }
        }

        if (failed is not null)
        {
            log.LogError(failed, "The erasure of {Patient} was refused, and its line in the erasure ledger could not be withdrawn", line.Patient.Value);
        }
    }

    /// <summary>
    /// Ops are told that this patient is not erased, so what an earlier request left undecided must not be finished behind their back. A line that is old and
    /// not held was done: it stands.
    /// </summary>
    public async Task WithdrawUndecided(PatientId patient, Instant now)
    {
        try
        {
            for (var attempt = 0; attempt < Tries && await Standing(patient) is { } line && (line.At > now - Fresh || IsHeld(line)); attempt++)
            {
                await Withdraw(line, unlessGone: true);
            }
        }
        catch (Exception e) when (e is ErasureLedgerException or IOException)
        {
            log.LogError(e, "It is not known whether the erasure ledger names {Patient}, whose erasure was refused", patient.Value);
        }
    }

    /// <summary>Two of one patient may end differently: whom the database says to be erased, the ledger names. After each commit and after each withdrawal.</summary>
    public async Task Agree(ErasureLine line)
    {
        try
        {
            await using var command = database.CreateCommand("select exists (select from erasures where patient_id = $1)").With(Pg.Uuid(line.Patient.Value));
            if (ledger.IsKept && (bool)(await command.ExecuteScalarAsync(CancellationToken.None))! && await Standing(line.Patient) is null)
            {
                await ledger.Write(line with { Withdrawn = false }, CancellationToken.None);
            }
        }
        catch (Exception e) when (e is ErasureLedgerException or IOException || Database.IsUnavailable(e))
        {
            log.LogError(e, "It is not known whether the erasure ledger names {Patient}; nodes compare once a minute", line.Patient.Value);
        }
    }

    async Task<ErasureLine?> Standing(PatientId patient) => (await ledger.Read(CancellationToken.None)).FirstOrDefault(line => line.Patient == patient);
}
