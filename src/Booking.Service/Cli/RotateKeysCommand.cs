using System.CommandLine;
using Booking.Service.Accounts;
using Booking.Service.Gateways;
using Booking.Service.Ops;
using Booking.Service.Patients;
using Booking.Service.Webhooks;

namespace Booking.Service.Cli;

/// <summary>
/// Seals everything under the first master key, so that the others can be dropped from <c>Booking:MasterKeys</c>. The services must have the new
/// key in front before: what a node seals under an old one afterwards is left for the next run.
/// </summary>
static class RotateKeysCommand
{
    static readonly IReadOnlyList<SealedRows> Everything =
        [PatientKeys.Sealed, SearchKey.Sealed, GatewaySecrets.Sealed, WebhookSecrets.Sealed, AccountStore.Sealed, KeyRing.Sealed, EventStoreServices.SealedAnswers];

    sealed record Rotated(string Table, int Resealed, IReadOnlyList<string> Failed);

    public static Command Create()
    {
        var rotate = new Explained("rotate", "Seals everything anew under the first master key. Exit code 1 when a row does not open.", """
            Changes envelopes and nothing that is in them; the service may run, and must have the new key in front before (Booking:MasterKeys = new,old). May be
            stopped and run again; drop the old key when a run seals nothing anew.

            Example:
              Booking__MasterKeys="k2:...,k1:..." booking keys rotate
            """);
        rotate.SetAction((parsed, ct) => Run(new(parsed), ct));
        return new Command("keys", "Master keys.") { rotate };
    }

    static async Task<int> Run(Terminal terminal, CancellationToken ct)
    {
        await using var host = await CommandHost.Open(ct, masterKeys: true);
        await host.Services.GetRequiredService<OperatorChanges>().Note("keys.rotate", "", ct);
        var rotation = ActivatorUtilities.CreateInstance<KeyRotation>(host.Services);
        var code = CommandLine.Done;
        using var progress = terminal.Progress("tables");
        for (var i = 0; i < Everything.Count; i++)
        {
            var (rows, count) = (Everything[i], await rotation.Run(Everything[i], ct));
            progress.Report(i + 1, Everything.Count);
            terminal.Say($"{rows.Name}: {count.Resealed} sealed anew, {count.Failed.Count} cannot be opened");
            terminal.Answer(new Rotated(rows.Name, count.Resealed, count.Failed));
            foreach (var key in count.Failed)
                code = terminal.Fail($"{rows.Name} {key} cannot be opened");
        }

        return code;
    }
}
