using System.CommandLine;
using Booking.EventStore;
using Booking.EventStore.Outbox;
using Booking.Service.Ops;
using Booking.Service.Recovery;
using NodaTime;
using NodaTime.Text;

namespace Booking.Service.Cli;

/// <summary>What is done with a restored database before it serves anybody, in this order: begin, erasures replay, reconcile, verify, end.</summary>
static class RecoveryCommand
{
    sealed record Begun(bool Changed);

    /// <param name="Dropped">Notices, by type.</param>
    sealed record Reconciled(
        IReadOnlyList<string> Sequences, int Asked, int Changed, IReadOnlyList<Guid> Unread, int Refunds, IReadOnlyDictionary<string, long> Dropped);

    sealed record Ended(bool Changed);

    public static Command Create()
    {
        var lostAt = new Option<string?>("--lost-at") { Description = "When the lost database stopped (2026-11-21T13:00:00Z); default now. Notices that were due by then are not sent again." };
        var force = new Option<bool>("--force") { Description = "Also when a provider could not be asked; the reconciler goes on asking." };
        var begin = new Command("begin", "Holds back everything that leaves the service, in all nodes, and checks that the master keys fit.") { lostAt };
        var reconcile = new Command("reconcile", "Asks the providers how payments stand, drops notices that may have gone out, sets sequences right. May be repeated. Exit code 1 when a provider could not be asked.");
        var end = new Command("end", "Lets messages go out again.") { force };
        begin.SetAction((parsed, ct) => With(parsed, (services, terminal) => Begin(services, parsed.GetValue(lostAt), terminal, ct), ct));
        reconcile.SetAction((parsed, ct) => With(parsed, (services, terminal) => Reconcile(services, terminal, ct), ct));
        end.SetAction((parsed, ct) => With(parsed, (services, terminal) => End(services, parsed.GetValue(force), terminal, ct), ct));
        return new Command("recovery", "After a restore.") { begin, reconcile, end };
    }

    static async Task<int> With(ParseResult parsed, Func<IServiceProvider, Terminal, Task<int>> work, CancellationToken ct)
    {
        await using var host = CommandHost.Build(masterKeys: true, patients: true, payments: true);
        await host.Services.GetRequiredService<Schema>().Demand(ct);
        await host.Services.GetRequiredService<DatabaseClock>().Synchronize(ct);
        return await work(host.Services, new(parsed));
    }

    static async Task<int> Begin(IServiceProvider services, string? lostAt, Terminal terminal, CancellationToken ct)
    {
        Instant? lost = lostAt is null ? null : InstantPattern.ExtendedIso.Parse(lostAt) is { Success: true } parsed
            ? parsed.Value
            : throw new StartupRefusedException("--lost-at is an instant like 2026-11-21T13:00:00Z.");
        var begun = await ActivatorUtilities.CreateInstance<RecoverySteps>(services).Begin(lost, ct);
        await services.GetRequiredService<OperatorChanges>().Note("recovery.begin", begun ? "" : "there was a quarantine already", ct);
        terminal.Answer(new Begun(begun));
        terminal.Say(begun ? "Nothing is sent from here on, until recovery end." : "There is a quarantine already; it stays as it is.");
        return CommandLine.Done;
    }

    static async Task<int> Reconcile(IServiceProvider services, Terminal terminal, CancellationToken ct)
    {
        if (await ActivatorUtilities.CreateInstance<RecoverySteps>(services).Reconcile(ct) is not { } done)
        {
            return Refuse(terminal, "There is no quarantine: recovery begin comes first.");
        }

        await services.GetRequiredService<OperatorChanges>().Note("recovery.reconcile", $"{done.Read} payments asked about", ct);
        terminal.Answer(new Reconciled(
            done.Sequences, done.Read, done.Changed, [.. done.Unread.Select(payment => payment.Value)], done.Refunds, done.Dropped.ToDictionary(of => of.Type, of => of.Count)));
        terminal.Say($"sequences: {(done.Sequences.Count == 0 ? "ahead of what they gave out" : $"set right: {string.Join(", ", done.Sequences)}")}");
        terminal.Say($"payments: {done.Read} asked about, {done.Changed} changed, {done.Unread.Count} not to be asked; {done.Refunds} refunds are looked for before they are sent");
        foreach (var unread in done.Unread)
        {
            terminal.Fail($"    payment {unread} could not be asked about");
        }

        terminal.Say($"notices dropped: {(done.Dropped.Count == 0 ? "none" : string.Join(", ", done.Dropped.Select(of => $"{of.Count} {of.Type}")))}");
        terminal.Say("Payments whose visits were lost with the log cannot be asked about from here: compare the providers' own lists of that time.");
        return done.Unread.Count == 0 ? CommandLine.Done : CommandLine.Failed;
    }

    static async Task<int> End(IServiceProvider services, bool force, Terminal terminal, CancellationToken ct)
    {
        var quarantine = services.GetRequiredService<OutboxQuarantine>();
        var standing = await quarantine.Find(ct);
        if (standing is { ReconciledAt: null } && !force)
        {
            return Refuse(terminal, "Not reconciled yet: recovery reconcile comes first.");
        }

        if (standing is not null)
        {
            await services.GetRequiredService<OperatorChanges>().Note("recovery.end", standing.ReconciledAt is null ? "not reconciled" : "", ct);
            await quarantine.End(ct);
        }

        terminal.Answer(new Ended(standing is not null));
        terminal.Say(standing is null ? "There is no quarantine." : "Messages go out again.");
        return CommandLine.Done;
    }

    static int Refuse(Terminal terminal, string why)
    {
        terminal.Fail(why);
        return CommandLine.Refused;
    }
}
