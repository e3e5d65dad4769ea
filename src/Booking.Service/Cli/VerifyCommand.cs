using System.CommandLine;
using Booking.Contracts;
using Booking.Service.Ops;

namespace Booking.Service.Cli;

/// <summary>Checks every invariant over the whole database and says what breaks them.</summary>
static class VerifyCommand
{
    public static Command Create()
    {
        var command = new Explained("verify", "Checks every invariant over the whole database. Exit code 1 when one is violated.", """
            Changes nothing and holds up no writer; the service may run. It reads every event, so on a large database it takes its time.
            With --json it answers as POST /ops/verify does.

            Example:
              booking verify --json | jq '.invariants[] | select(.violations > 0)'
            """);
        command.SetAction((parsed, ct) => Run(new(parsed), ct));
        return command;
    }

    static async Task<int> Run(Terminal terminal, CancellationToken ct)
    {
        await using var host = await CommandHost.Open(ct);
        var answer = await ActivatorUtilities.CreateInstance<Verify>(host.Services).Run(ct);
        terminal.Answer(answer);
        Say(answer, terminal);
        return answer.Invariants.All(invariant => invariant.Violations == 0) ? CommandLine.Done : CommandLine.Failed;
    }

    static void Say(VerifyAnswer answer, Terminal terminal)
    {
        var width = answer.Invariants.Max(invariant => invariant.Name.Length);
        foreach (var invariant in answer.Invariants)
        {
            terminal.Say($"{invariant.Name.PadRight(width)}  {(invariant.Violations == 0 ? "ok" : $"{invariant.Violations} violations")}");
            foreach (var example in invariant.Examples)
            {
                terminal.Say($"    {example}");
            }
        }
    }
}
