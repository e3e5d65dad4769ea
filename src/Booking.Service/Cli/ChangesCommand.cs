using System.CommandLine;
using Booking.Service.Ops;
using NodaTime.Text;

namespace Booking.Service.Cli;

/// <summary>Shows what operators did at the command line.</summary>
static class ChangesCommand
{
    public static Command Create()
    {
        var limit = Options.Limit(100);
        var command = new Explained("changes", "Lists what was done at the command line, and by whom; the newest first.", """
            Changes nothing; the service may run. Accounts are named by their id: accounts list has both.

            Example:
              booking changes --limit 20
            """) { limit };
        command.SetAction((parsed, ct) => Run(new(parsed), parsed.GetValue(limit), ct));
        return command;
    }

    static async Task<int> Run(Terminal terminal, int limit, CancellationToken ct)
    {
        await using var host = await CommandHost.Open(ct);
        var notes = await host.Services.GetRequiredService<OperatorChanges>().Latest(limit, ct);
        notes.ForEach(terminal.Answer);
        terminal.Table(
            ["at", "by", "change", "account", "detail"],
            [.. notes.Select(note => new[] { InstantPattern.General.Format(note.At), note.By, note.Change, note.Subject?.ToString() ?? "", note.Detail })]);
        return CommandLine.Done;
    }
}
