using System.CommandLine;
using System.Text.Json;
using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Ops;

namespace Booking.Service.Cli;

/// <summary>Checks every invariant over the whole database and says what breaks them.</summary>
static class VerifyCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Answer as POST /ops/verify does." };
        var command = new Command("verify", "Checks every invariant over the whole database. Exit code 1 when one is violated.") { json };
        command.SetAction((parsed, ct) => Run(parsed.GetValue(json), parsed.InvocationConfiguration.Output, ct));
        return command;
    }

    static async Task<int> Run(bool json, TextWriter output, CancellationToken ct)
    {
        await using var host = CommandHost.Build();
        await host.Services.GetRequiredService<Schema>().Demand(ct);
        await host.Services.GetRequiredService<DatabaseClock>().Synchronize(ct);
        var answer = await ActivatorUtilities.CreateInstance<Verify>(host.Services).Run(ct);
        await output.WriteLineAsync(json ? JsonSerializer.Serialize(answer, ContractsJson.Options) : Table(answer));
        return answer.Invariants.All(invariant => invariant.Violations == 0) ? CommandLine.Done : CommandLine.Failed;
    }

    static string Table(VerifyAnswer answer)
    {
        var width = answer.Invariants.Max(invariant => invariant.Name.Length);
        var lines = answer.Invariants.SelectMany(invariant => invariant.Examples
            .Select(example => $"    {example}")
            .Prepend($"{invariant.Name.PadRight(width)}  {(invariant.Violations == 0 ? "ok" : $"{invariant.Violations} violations")}"));
        return string.Join(Environment.NewLine, lines);
    }
}
