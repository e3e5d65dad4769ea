using System.CommandLine;
using Booking.EventStore;
using Booking.Service.Erasures;
using Booking.Service.Ops;
using NodaTime;

namespace Booking.Service.Cli;

/// <summary>Erases a patient, and applies the erasure ledger to a database that was restored.</summary>
static class ErasureCommands
{
    sealed record Erased(Guid Patient);

    /// <param name="Noted">Of the database, and missing in the ledger until now.</param>
    sealed record Replayed(long Erased, long Noted, long Left);

    public static Command Patients()
    {
        var id = new Argument<Guid>("id") { Description = "The patient." };
        var erase = new Command("erase", "Erases a patient for good: key, account, and what is known of them. Refused (exit code 2) while visits or money are open.") { id };
        erase.SetAction((parsed, ct) => Erase(new(parsed.GetRequiredValue(id)), new(parsed), ct));
        return new Command("patients", "Patients.") { erase };
    }

    public static Command Erasures()
    {
        var replay = new Command(
            "replay",
            "After a restore and before traffic: erases again whom the ledger of Booking:ErasureLedger names. May be repeated. Exit code 1 when somebody is left.");
        replay.SetAction((parsed, ct) => Replay(new(parsed), ct));
        return new Command("erasures", "The erasure ledger.") { replay };
    }

    static async Task<int> Erase(PatientId patient, Terminal terminal, CancellationToken ct)
    {
        await using var host = CommandHost.Build(masterKeys: true, patients: true);
        await host.Services.GetRequiredService<Schema>().Demand(ct);
        await host.Services.GetRequiredService<DatabaseClock>().Synchronize(ct);
        var context = CommandContext.BySystem(host.Services.GetRequiredService<IClock>().GetCurrentInstant(), "patients erase");
        var outcome = await host.Services.GetRequiredService<ErasePatient>().Run(patient, context, ct);
        if (outcome.Refusal is { } refusal)
        {
            terminal.Fail($"{refusal.Code}: {refusal.Title}");
            foreach (var open in refusal.Extensions?.Values.OfType<Guid[]>().SelectMany(static ids => ids) ?? [])
            {
                terminal.Fail($"    {open}");
            }

            return CommandLine.Refused;
        }

        await host.Services.GetRequiredService<OperatorChanges>().Note("patients.erase", patient.ToString()!, ct);
        terminal.Answer(new Erased(patient.Value));
        terminal.Say($"Patient {patient} is erased.");
        return CommandLine.Done;
    }

    static async Task<int> Replay(Terminal terminal, CancellationToken ct)
    {
        await using var host = CommandHost.Build(masterKeys: true, patients: true);
        await host.Services.GetRequiredService<Schema>().Demand(ct);
        await host.Services.GetRequiredService<DatabaseClock>().Synchronize(ct);
        if (!host.Services.GetRequiredService<ErasureLedger>().IsKept)
        {
            throw new StartupRefusedException("Booking:ErasureLedger is not set.");
        }

        try
        {
            var (erased, noted, left) = await host.Services.GetRequiredService<ErasureReplay>().Run(ct);
            await host.Services.GetRequiredService<OperatorChanges>().Note("erasures.replay", $"{erased} erased again, {noted} noted, {left} left", ct);
            terminal.Answer(new Replayed(erased, noted, left));
            terminal.Say($"{erased} erased again, {noted} of the database written into the ledger, {left} left.");
            return left == 0 ? CommandLine.Done : CommandLine.Failed;
        }
        catch (ErasureLedgerException broken)
        {
            throw new StartupRefusedException(broken.Message);
        }
    }
}
