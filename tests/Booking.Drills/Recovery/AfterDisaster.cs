using System.Net;
using System.Text.RegularExpressions;
using Booking.Drills.Storm;
using Booking.EventStore;
using Booking.Service.Tests;
using Booking.Service.Tests.Notifications;
using NodaTime;
using NodaTime.Text;
using Npgsql;
using Payments.Sandbox;

namespace Booking.Drills.Recovery;

/// <summary>What was before the disaster, as those know it who survived it.</summary>
/// <param name="LostAt">When the server was killed.</param>
/// <param name="Middle">An instant in the middle of the load, of the database's clock.</param>
/// <param name="Erased">A patient who was erased after it.</param>
sealed record Lived(Instant LostAt, Instant Middle, Guid Erased, RecoveryLoad Load);

/// <summary>Restores twice, to the end and to the instant in the middle, and shows the ten proofs.</summary>
sealed partial class AfterDisaster(
    RecoveryPlace place, Lived lived, Proofs proofs, SandboxControls providers, LoopbackSmtp smtp, (string Key, string? Value)[] settings)
{
    const string OtherKeys = "other:OTg3NjU0MzIxMGFiY2RlZjk4NzY1NDMyMTBhYmNkZWY=";
    static readonly TimeSpan Quiet = TimeSpan.FromSeconds(3), Patience = TimeSpan.FromSeconds(60), Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>A page that was opened after the last archived commit is opened again, and read for the first time a minute later.</summary>
    static readonly TimeSpan FirstReading = TimeSpan.FromMinutes(1.5);

    /// <summary>To the end of what was archived, and on into service.</summary>
    /// <returns>The line that sums it up.</returns>
    public async Task<string> Latest()
    {
        var restore = await place.Restore("latest", "--latest");
        proofs.Show(1, restore.Code == 0 && restore.Said.Contains("backup verified, amcheck ok", StringComparison.Ordinal), restore.Said);
        var database = await place.Start("latest");
        await using var source = NpgsqlDataSource.Create(database);
        await using var node = new RecoveryNode(database, settings);
        var foreign = await node.Command(["recovery", "begin"], OtherKeys);
        var begin = await node.Command(["recovery", "begin", "--lost-at", InstantPattern.ExtendedIso.Format(lived.LostAt)]);
        proofs.Show(9, foreign.Code == 2 && begin.Code == 0, $"with other keys: {foreign.Error.FirstOrDefault()}; with its own: {begin.Output.FirstOrDefault()}");
        var replay = await node.Command(["erasures", "replay"]);
        var anchor = await node.Command(["anchor", "--check", place.Apart("anchors")]);
        proofs.Show(2, anchor.Code == 0, string.Join(' ', [.. anchor.Output, .. anchor.Error]));
        await Hush(node, source, replay.Code);
        var end = await node.Command(["recovery", "end"]);
        var ready = end.Code == 0 && await node.IsReadySoon();
        var took = RecoveryPlace.Now - lived.LostAt;

        await Drain(source);
        var verify = await node.Command(["verify"]);
        proofs.Show(3, ready && verify.Code == 0, $"{verify.Output.Count(line => line.EndsWith("ok", StringComparison.Ordinal))} invariants, {Broken(verify)}");
        proofs.Show(4, verify.Code == 0 && verify.Output.Any(line => line.StartsWith("read-models", StringComparison.Ordinal)), "each read model is what a rebuild from the log makes");
        await Money(source);
        var (missing, back) = await Missing(source);
        var rpo = missing.Count == 0 ? Duration.Zero : lived.LostAt - missing.Min(one => one.At);
        return $"RPO={Proofs.Seconds(rpo)} ({missing.Count} of {lived.Load.Accepted.Count} accepted) RTO={Proofs.Seconds(took)} events={back} chain={(anchor.Code == 0 ? "ok" : "BROKEN")}";
    }

    /// <summary>To the instant before the erasure: whoever was erased after it is in the database again, and nobody is served until that is mended.</summary>
    public async Task Instant()
    {
        var restore = await place.Restore("middle", "--to", InstantPattern.ExtendedIso.Format(lived.Middle), "--quick");
        if (restore.Code != 0)
        {
            proofs.Show(5, ok: false, restore.Said);
            return;
        }

        var database = await place.Start("middle");
        await using var source = NpgsqlDataSource.Create(database);
        await using (var node = new RecoveryNode(database, settings))
        {
            await node.Start();
            var shut = (await node.Get("/health/ready"), await node.Get("/api/doctors")) == (HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable);
            var erased = !await Knows(source);
            var replay = await node.Command(["erasures", "replay"]);
            var known = await Knows(source);
            var verify = await node.Command(["verify"]);
            proofs.Show(
                5, (shut || erased) && replay.Code == 0 && !known && verify.Code == 0 && await node.IsReadySoon(),
                $"{(shut ? "closed until the erasures were replayed" : "an erasure of the last minutes was done again before anybody was served")}: {string.Join(' ', replay.Output)} {Broken(verify)}");
        }

        var late = await Count(source, "select count(*) from mt_events where timestamp > $1 and type <> 'patient_erased'", Pg.At(lived.Middle));
        var before = lived.Load.Accepted.Where(one => one.At < lived.Middle).ToList();
        var there = await Count(source, "select count(*) from appointments where id = any ($1)", Pg.Uuids([.. before.Select(one => one.Visit)]));
        proofs.Show(1, late == 0 && there == before.Count, $"as of {lived.Middle}: {there} of {before.Count} bookings that were accepted before, {late} events from later");
    }

    /// <summary>In quarantine nothing goes out, though there is what is due; what may have gone out before is sorted out.</summary>
    async Task Hush(RecoveryNode node, NpgsqlDataSource source, int replayed)
    {
        var due = await Count(source, "select count(*) from outbox where sent_at is null and dead_at is null");
        var (mails, calls) = (smtp.Taken.Count, providers.Journal.Count);
        await node.Start();
        await Task.Delay(Quiet);
        var hushed = smtp.Taken.Count == mails && providers.Journal.Count == calls && await node.Get("/health/ready") == HttpStatusCode.ServiceUnavailable;
        if (lived.Load.Unpaid is { } page)
            providers.Pay(page); // While nobody listened.
        var reconcile = await node.Command(["recovery", "reconcile"]);
        proofs.Show(6, replayed == 0 && hushed && reconcile.Code == 0, $"{due} messages waited and none went out; {string.Join(' ', reconcile.Output.Where(line => line.StartsWith("notices", StringComparison.Ordinal)))}");
        var ahead = await Count(source, "select count(*) from mt_events_sequence where last_value >= (select coalesce(max(seq_id), 0) from mt_events)");
        proofs.Show(8, ahead == 1, string.Join(' ', reconcile.Output.Where(line => line.StartsWith("sequences", StringComparison.Ordinal))));
    }

    /// <summary>Of all that the provider took, what the database does not know is of bookings that were lost; and no letter went out twice.</summary>
    async Task Money(NpgsqlDataSource source)
    {
        var (strange, unbooked) = await Unknown(source);
        for (var began = TimeProvider.System.GetTimestamp(); unbooked > 0 && TimeProvider.System.GetElapsedTime(began) < FirstReading; await Task.Delay(Pause))
            (strange, unbooked) = await Unknown(source);

        var letters = smtp.Taken.Select(mail => MessageId().Match(mail.Message).Value).Where(id => id.Length > 0).ToList();
        var twice = letters.Count - letters.Distinct(StringComparer.OrdinalIgnoreCase).Count();
        proofs.Show(6, twice == 0, $"{letters.Count} letters went out before and after, {twice} of them twice");
        proofs.Show(7, unbooked == 0, $"{providers.Ledger.Count} captures at the provider: {unbooked} of known payments are not booked, {strange.Count} are of bookings that were lost{(strange.Count == 0 ? "" : ": " + string.Join(' ', strange))}");
    }

    /// <summary>Payments of captures that the database does not know, and how many it knows without their capture.</summary>
    async Task<(List<Guid> Strange, int Unbooked)> Unknown(NpgsqlDataSource source)
    {
        var strange = new List<Guid>();
        var unbooked = 0;
        foreach (var entry in providers.Ledger)
        {
            var payment = StormAudit.PaymentOf(entry);
            if (await Count(source, "select count(*) from payments where id = $1", Pg.UuidOrNull(payment)) == 0)
                strange.Add(payment ?? Guid.Empty);
            else if (await Count(source, "select count(*) from payment_captures where payment_id = $1", Pg.UuidOrNull(payment)) == 0)
                unbooked++;
        }

        return (strange, unbooked);
    }

    async Task<(List<Accepted> Missing, long Events)> Missing(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand("select id from appointments");
        await using var row = await command.ExecuteReaderAsync();
        HashSet<Guid> there = [];
        while (await row.ReadAsync())
            there.Add(row.GetGuid(0));
        return ([.. lived.Load.Accepted.Where(one => !there.Contains(one.Visit))], await Count(source, "select count(*) from mt_events"));
    }

    async Task<bool> Knows(NpgsqlDataSource source) =>
        await Count(source, "select count(*) from patient_keys where patient_id = $1", Pg.Uuid(lived.Erased)) > 0;

    static async Task Drain(NpgsqlDataSource source)
    {
        for (var began = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(began) < Patience; await Task.Delay(Pause))
            if (await Count(source, "select count(*) from outbox where sent_at is null and dead_at is null and coalesce(retry_at, deliver_at) <= now()") == 0)
                return;
    }

    static async Task<long> Count(NpgsqlDataSource source, string sql, params NpgsqlParameter[] parameters)
    {
        await using var command = source.CreateCommand(sql);
        command.Parameters.AddRange(parameters);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    static string Broken(ProgramRun verify) =>
        string.Join("; ", verify.Output.Where(line => line.Contains("violations", StringComparison.Ordinal))) is { Length: > 0 } broken ? broken : "none violated";

    [GeneratedRegex("^Message-ID: *<[^>]+>", RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex MessageId();
}
