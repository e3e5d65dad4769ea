using System.CommandLine;
using Booking.Service.Accounts;
using Booking.Service.Gateways;
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

    public static Command Create()
    {
        var rotate = new Command(
            "rotate",
            "Seals everything anew under the first master key; the service may run. Exit code 1 when a row does not open.");
        rotate.SetAction((parsed, ct) => Run(parsed.InvocationConfiguration, ct));
        return new Command("keys", "Master keys.") { rotate };
    }

    static async Task<int> Run(InvocationConfiguration streams, CancellationToken ct)
    {
        await using var host = CommandHost.Build(masterKeys: true);
        await host.Services.GetRequiredService<Schema>().Demand(ct);
        var rotation = ActivatorUtilities.CreateInstance<KeyRotation>(host.Services);
        var code = CommandLine.Done;
        foreach (var rows in Everything)
        {
            var count = await rotation.Run(rows, ct);
            await streams.Output.WriteLineAsync($"{rows.Name}: {count.Resealed} sealed anew, {count.Failed.Count} cannot be opened");
            foreach (var key in count.Failed)
                await streams.Error.WriteLineAsync($"{rows.Name} {key} cannot be opened");
            if (count.Failed.Count > 0)
                code = CommandLine.Failed;
        }

        return code;
    }
}
