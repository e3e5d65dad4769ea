using Booking.EventStore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using NodaTime;

namespace Booking.Service.Erasures;

/// <summary>
/// Serves nothing while the ledger names somebody whom the database has back, as after a restore: <c>erasures replay</c> comes first. It finishes what a node
/// that died had written into the ledger and not done: while it runs, and before it serves, so that a clinic with one node needs nobody for that.
/// </summary>
sealed class ErasureKeeper(ErasureReplay replay, ErasureLedger ledger, ErasePatient erase, IClock clock, ILogger<ErasureKeeper> log)
    : BackgroundService, IHealthCheck
{
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    /// <summary>A line that is no older was most likely left by a node that died; after a restore it is finished all the same.</summary>
    static readonly Duration Fresh = Duration.FromMinutes(10);

    IReadOnlyList<ErasureLine> seen = [];
    long length = -1;

    /// <summary>Null when all is served; else why nothing is, for ops.</summary>
    public string? Closed { get; private set; }

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
        Task.FromResult(Closed is { } reason ? HealthCheckResult.Unhealthy(reason) : HealthCheckResult.Healthy());

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

        if (ledger.Length == length && seen.Count == 0)
        {
            return;
        }

        length = ledger.Length;
        var before = seen.Select(line => line.Patient).ToHashSet();
        seen = await replay.Missing(ct);
        // What is under way now is not yet ours to finish; what was missing at the last look too is nobody's any more.
        foreach (var line in seen.Where(line => before.Contains(line.Patient)))
        {
            await erase.Finish(line.Patient, CommandContext.BySystem(clock.GetCurrentInstant(), "erasure ledger"), evenSo: false, ct);
        }
    }

    async Task Compare(CancellationToken ct)
    {
        try
        {
            var (missing, now) = (await replay.Missing(ct), clock.GetCurrentInstant());
            foreach (var line in missing.Where(line => line.At > now - Fresh).ToList())
            {
                await erase.Finish(line.Patient, CommandContext.BySystem(now, "erasure ledger"), evenSo: true, ct);
                missing = await replay.Missing(ct);
            }

            Closed = missing.Count == 0 ? null : $"The database knows {missing.Count} patients whom the erasure ledger names. Run: ops/booking erasures replay";
        }
        catch (ErasureLedgerException broken)
        {
            Closed = broken.Message;
        }
    }
}
