using Booking.EventStore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using NodaTime;

namespace Booking.Service.Erasures;

/// <summary>
/// Serves nothing while the ledger names somebody whom the database has back, as after a restore: <c>erasures replay</c> comes first. It finishes what a node
/// that died had written into the ledger and not done: while it runs, and before it serves, so that a clinic with one node needs nobody for that. While it runs
/// it also erases again whom the database has back because it lost commits, as when a replica took over, and says when the ledger lacks its end.
/// </summary>
sealed class ErasureKeeper(
    ErasureReplay replay, ErasureLedger ledger, ErasureNotes notes, ErasureSweep sweep, ErasePatient erase, IClock clock, ILogger<ErasureKeeper> log)
    : BackgroundService, IHealthCheck
{
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    /// <summary>A database can lose an erasure without the ledger growing: it is compared once a minute at least.</summary>
    const int MostUnread = 6;

    IReadOnlyList<ErasureLine> seen = [];
    long length = -1;
    int unread;

    /// <summary>Null when all is served; else why nothing is, for ops.</summary>
    public string? Closed { get; private set; }

    /// <summary>How many the database says to be erased whom the ledger does not name: its end was lost, or it is another file.</summary>
    public int Unnamed { get; private set; }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await Compare(cancellationToken);
        if (Closed is { } reason)
        {
            log.LogError("Nothing is served: {Reason}", reason);
        }

        await base.StartAsync(cancellationToken);
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(
            Closed is { } reason ? HealthCheckResult.Unhealthy(reason)
            : Unnamed > 0 ? HealthCheckResult.Degraded($"The erasure ledger lacks {Unnamed} erasures of the database. Bring it back, or run: ops/booking erasures replay")
            : notes.Held > 0 ? HealthCheckResult.Degraded(
                $"{notes.Held} erasures were begun and not done, and something stands in the way. Ask for them again: what is refused is withdrawn. Or run: ops/booking erasures replay")
            : HealthCheckResult.Healthy());

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => ledger.IsKept
        ? Periodically.Run(Pause, "Comparing the erasure ledger", log, Look, stoppingToken)
        : Task.CompletedTask;

    internal async Task Look(CancellationToken ct)
    {
        if (Closed is not null)
        {
            await Compare(ct);
            return;
        }

        if (ledger.Length != length || seen.Count > 0 || ++unread >= MostUnread)
        {
            await Read(ct);
        }

        await sweep.Again(ct);
    }

    async Task Read(CancellationToken ct)
    {
        var (read, before) = (ledger.Length, seen.Select(line => line.Patient).ToHashSet());
        await CountUnnamed(ct);
        seen = await replay.Missing(ct);
        (length, unread) = (read, 0);
        notes.Release(unlessIn: seen);
        // What is under way now is not yet ours to finish; what was missing at the last look too is nobody's any more.
        foreach (var line in seen.Where(line => before.Contains(line.Patient) && !notes.IsHeld(line)))
        {
            // What is old was done, and lost; of what is fresh nobody may have been told that it is done, and what stands in the way may be new.
            await Finish(line, clock.GetCurrentInstant(), ct);
        }
    }

    /// <summary>One whom something keeps from being erased must not keep the others from it.</summary>
    async Task Finish(ErasureLine line, Instant now, CancellationToken ct)
    {
        try
        {
            var old = line.At <= now - ErasureNotes.Fresh;
            var outcome = await erase.Finish(line.Patient, CommandContext.BySystem(now, "erasure ledger"), evenSo: old, ct);
            log.LogWarning("Patient {Patient}, whom the erasure ledger names, was in the database: {Outcome}", line.Patient.Value, outcome.Refusal?.Code ?? "erased");
            if (outcome.Refusal is { } refusal && ErasureFacts.IsRule(refusal) && notes.Hold(line))
            {
                log.LogError("The erasure of {Patient} was begun and not done, and now there is {Refusal}: somebody has to decide", line.Patient.Value, refusal.Code);
            }
        }
        catch (Exception e) when (!ct.IsCancellationRequested && !Database.IsUnavailable(e))
        {
            log.LogError(e, "Patient {Patient}, whom the erasure ledger names, could not be erased; it is tried again", line.Patient.Value);
        }
    }

    async Task CountUnnamed(CancellationToken ct)
    {
        var before = Unnamed;
        Unnamed = await replay.Unnamed(ct);
        if (Unnamed > before)
        {
            log.LogError("The erasure ledger lacks {Unnamed} erasures of the database: its end was lost, or it is another file", Unnamed);
        }
    }

    async Task Compare(CancellationToken ct)
    {
        try
        {
            var now = clock.GetCurrentInstant();
            foreach (var line in (await replay.Missing(ct)).Where(line => line.At > now - ErasureNotes.Fresh && !notes.IsHeld(line)))
            {
                await Finish(line, now, ct);
            }

            // Nobody was told that those are erased who are held.
            var missing = await replay.Missing(ct);
            notes.Release(unlessIn: missing);
            var closing = missing.Count(line => !notes.IsHeld(line));
            await CountUnnamed(ct);
            Closed = closing == 0 ? null : $"The database knows {closing} patients whom the erasure ledger names. Run: ops/booking erasures replay";
        }
        catch (ErasureLedgerException broken)
        {
            Closed = broken.Message;
        }
    }
}
