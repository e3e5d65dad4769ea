using System.Text.RegularExpressions;
using Booking.EventStore;
using NodaTime;
using Npgsql;

namespace Booking.Drills.Faults;

/// <summary>What must hold after every fault, whatever it was.</summary>
sealed partial class FaultAudit(FaultRun run, string ledger)
{
    const string Waiting = "select count(*) from outbox where sent_at is null and dead_at is null and deliver_at <= $1";
    const string Dead = "select type || ': ' || coalesce(error, '') from outbox where dead_at is not null";

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(75), Look = TimeSpan.FromMilliseconds(250);
    static readonly Duration UntilReconciled = Duration.FromMinutes(3);

    static readonly string[] Bugs =
    [
        "A request failed unexpectedly", "BackgroundService failed", "Unhandled exception", "unhandled exception was thrown", "NullReferenceException",
        "ObjectDisposedException", "InvalidCastException", "KeyNotFoundException", "ArgumentException", "IndexOutOfRange",
    ];

    DrillGround Ground => run.Site.Ground;

    /// <summary>How long the outbox and the payments took to come to rest.</summary>
    public TimeSpan Settling { get; private set; }

    /// <summary>Visits that were accepted and are not there, or less far than was said.</summary>
    public int Lost { get; private set; }
    public int Accepted { get; private set; }
    public string Verify { get; private set; } = "not run";

    public async Task Run()
    {
        // Whose notification got lost is found by asking the provider, which begins after a minute.
        await Ground.PassTime(UntilReconciled);
        var promised = Ledger.Read(ledger);
        Accepted = promised.Count;
        await Settle(promised);
        await CheckPromises(promised);
        await CheckDead();
        CheckLog();
        run.Wrong.AddRange(run.Site.Tally.Wrong(run.Allows500));
        run.Wrong.AddRange(run.Load.Wrong);
        run.Check(run.Load.FailedProbes == 0, $"{run.Load.FailedProbes} probes of /health/live were not answered with 200");
        var broken = (await Ground.Insist(_ => Ground.Ops().Verify())).Value.Invariants.Where(i => i.Violations > 0).ToList();
        run.Wrong.AddRange(broken.Select(i => $"invariant {i.Name}: {i.Violations}, such as {string.Join("; ", i.Examples.Take(3))}"));
        Verify = broken.Count == 0 ? "clean" : $"{broken.Count} broken";
    }

    async Task Settle(Dictionary<Guid, Said> promised)
    {
        var began = run.Site.Tally.Now;
        for (; run.Site.Tally.Now - began < Patience; await Task.Delay(Look))
        {
            var now = (await Ground.Insist(_ => Ground.Ops().Clock())).Value.Now;
            if ((await Ground.Query(Waiting, row => row.GetInt64(0), Pg.At(now)))[0] == 0 && Behind(promised, await Statuses()).Count == 0)
            {
                Settling = run.Site.Tally.Now - began;
                return;
            }
        }

        Settling = Patience;
        foreach (var (type, waits) in await Ground.Query("select type, attempts || ' attempts, ' || coalesce(error, '') from outbox where sent_at is null and dead_at is null and deliver_at <= now()", row => (row.GetString(0), row.GetString(1))))
            run.Wrong.Add($"{type} was not delivered: {waits}");
    }

    async Task CheckPromises(Dictionary<Guid, Said> promised)
    {
        var statuses = await Statuses();
        var behind = Behind(promised, statuses);
        Lost = behind.Count;
        run.Wrong.AddRange(behind.Take(5).Select(v => $"visit {v} was {promised[v]} and is {statuses.GetValueOrDefault(v, "not there")}"));
        run.Check(statuses.Count <= run.Load.Asked, $"{statuses.Count} visits are there, {run.Load.Asked} were asked for");
        foreach (var money in run.Site.Sandbox.Controls.Ledger.Where(entry => entry.Refunds.Sum(r => r.Amount) > entry.Captured.Amount || entry.Refunds.Count > 1))
            run.Wrong.Add($"{money.Id}: {money.Refunds.Count} refunds of one capture");
        foreach (var twice in run.Site.Sandbox.Controls.Ledger.GroupBy(entry => entry.Merchant, StringComparer.Ordinal).Where(g => g.Count() > 1))
            run.Wrong.Add($"{twice.Key} was captured {twice.Count()} times");
    }

    async Task<Dictionary<Guid, string>> Statuses() =>
        (await Ground.Query("select id, status from appointments", row => (row.GetGuid(0), row.GetString(1)))).ToDictionary(v => v.Item1, v => v.Item2);

    static List<Guid> Behind(Dictionary<Guid, Said> promised, Dictionary<Guid, string> found) => [.. promised.Where(p => (p.Value, found.GetValueOrDefault(p.Key)) switch
    {
        (_, null) => true,
        (Said.Booked, var status) => status is not ("pending_payment" or "confirmed"),
        (Said.Captured or Said.Confirmed, var status) => status != "confirmed",
        (Said.Cancelled, var status) => status is not ("cancelled" or "refunded"),
        _ => false,
    }).Select(p => p.Key)];

    async Task CheckDead()
    {
        var dead = await Ground.Query(Dead, row => row.GetString(0));
        run.Check(dead.Count == run.PlannedDead, $"{dead.Count} dead letters, {run.PlannedDead} were meant: {string.Join("; ", dead.Take(3))}");
    }

    void CheckLog()
    {
        foreach (var bug in run.Site.Said.Where(line => Bugs.Any(bug => line.Contains(bug, StringComparison.Ordinal)) && !(run.Allows500 && line.Contains("P0001", StringComparison.Ordinal)))
            .Select(line => Varying().Replace(Rendered(line), "_")).CountBy(line => line).Take(4))
            run.Wrong.Add($"the log says {bug.Value} times: {bug.Key}");
    }

    static string Rendered(string line)
    {
        var exception = line.IndexOf("\"Exception\":", StringComparison.Ordinal);
        return exception < 0 ? line[..Math.Min(300, line.Length)] : line[exception..Math.Min(exception + 600, line.Length)];
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{16,}|[0-9]+", RegexOptions.NonBacktracking)]
    private static partial Regex Varying();
}
