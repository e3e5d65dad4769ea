using System.CommandLine;
using Booking.EventStore;
using Booking.EventStore.Outbox;
using Booking.Service.Recovery;
using NodaTime;
using NodaTime.Text;

namespace Booking.Service.Cli;

/// <summary>What is done with a restored database before it serves anybody, in this order: begin, erasures replay, reconcile, verify, end.</summary>
static class RecoveryCommand
{
    public static Command Create()
    {
        var lostAt = new Option<string?>("--lost-at") { Description = "When the lost database stopped (2026-11-21T13:00:00Z); default now. Notices that were due by then are not sent again." };
        var force = new Option<bool>("--force") { Description = "Also when a provider could not be asked; the reconciler goes on asking." };
        var begin = new Command("begin", "Holds back everything that leaves the service, in all nodes, and checks that the master keys fit.") { lostAt };
        var reconcile = new Command("reconcile", "Asks the providers how payments stand, drops notices that may have gone out, sets sequences right. May be repeated. Exit code 1 when a provider could not be asked.");
        var end = new Command("end", "Lets messages go out again.") { force };
        begin.SetAction((parsed, ct) => With(parsed, (host, streams) => Begin(host, parsed.GetValue(lostAt), streams, ct), ct));
        reconcile.SetAction((parsed, ct) => With(parsed, (host, streams) => Reconcile(host, streams, ct), ct));
        end.SetAction((parsed, ct) => With(parsed, (host, streams) => End(host, parsed.GetValue(force), streams, ct), ct));
        return new Command("recovery", "After a restore.") { begin, reconcile, end };
    }

    static async Task<int> With(ParseResult parsed, Func<IServiceProvider, InvocationConfiguration, Task<int>> work, CancellationToken ct)
    {
        await using var host = CommandHost.Build(masterKeys: true, patients: true, payments: true);
        await host.Services.GetRequiredService<Schema>().Demand(ct);
        await host.Services.GetRequiredService<DatabaseClock>().Synchronize(ct);
        return await work(host.Services, parsed.InvocationConfiguration);
    }

    static async Task<int> Begin(IServiceProvider services, string? lostAt, InvocationConfiguration streams, CancellationToken ct)
    {
        Instant? lost = lostAt is null ? null : InstantPattern.ExtendedIso.Parse(lostAt) is { Success: true } parsed
            ? parsed.Value
            : throw new StartupRefusedException("--lost-at is an instant like 2026-11-21T13:00:00Z.");
        var begun = await ActivatorUtilities.CreateInstance<RecoverySteps>(services).Begin(lost, ct);
        await streams.Output.WriteLineAsync(begun ? "Nothing is sent from here on, until recovery end." : "There is a quarantine already; it stays as it is.");
        return CommandLine.Done;
    }

    static async Task<int> Reconcile(IServiceProvider services, InvocationConfiguration streams, CancellationToken ct)
    {
        if (await ActivatorUtilities.CreateInstance<RecoverySteps>(services).Reconcile(ct) is not { } done)
            return await Refuse(streams, "There is no quarantine: recovery begin comes first.");
        var output = streams.Output;
        await output.WriteLineAsync($"sequences: {(done.Sequences.Count == 0 ? "ahead of what they gave out" : $"set right: {string.Join(", ", done.Sequences)}")}");
        await output.WriteLineAsync($"payments: {done.Read} asked about, {done.Changed} changed, {done.Unread.Count} not to be asked; {done.Refunds} refunds are looked for before they are sent");
        foreach (var unread in done.Unread)
            await streams.Error.WriteLineAsync($"    payment {unread} could not be asked about");
        await output.WriteLineAsync($"notices dropped: {(done.Dropped.Count == 0 ? "none" : string.Join(", ", done.Dropped.Select(of => $"{of.Count} {of.Type}")))}");
        await output.WriteLineAsync("Payments whose visits were lost with the log cannot be asked about from here: compare the providers' own lists of that time.");
        return done.Unread.Count == 0 ? CommandLine.Done : CommandLine.Failed;
    }

    static async Task<int> End(IServiceProvider services, bool force, InvocationConfiguration streams, CancellationToken ct)
    {
        var quarantine = services.GetRequiredService<OutboxQuarantine>();
        if (await quarantine.Find(ct) is not { } standing)
        {
            await streams.Output.WriteLineAsync("There is no quarantine.");
            return CommandLine.Done;
        }

        if (standing.ReconciledAt is null && !force)
            return await Refuse(streams, "Not reconciled yet: recovery reconcile comes first.");
        await quarantine.End(ct);
        await streams.Output.WriteLineAsync("Messages go out again.");
        return CommandLine.Done;
    }

    static async Task<int> Refuse(InvocationConfiguration streams, string why)
    {
        await streams.Error.WriteLineAsync(why);
        return CommandLine.Refused;
    }
}
