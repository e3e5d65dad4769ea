using System.CommandLine;

namespace Booking.Service.Cli;

/// <summary>Brings the schema up to what this program knows; a service that runs meanwhile is not stopped.</summary>
static class MigrateCommand
{
    sealed record Migrated(IReadOnlyList<string> Applied);

    public static Command Create()
    {
        var command = new Explained("migrate", "Brings the database's schema up to date and lists what was applied.", """
            Changes the schema, each step in a transaction of its own; a second run has nothing to do, and two at once take turns.
            Services of the version before may run meanwhile: steps only add.

            Example:
              booking migrate
            """);
        command.SetAction((parsed, ct) => Run(new(parsed), ct));
        return command;
    }

    static async Task<int> Run(Terminal terminal, CancellationToken ct)
    {
        await using var host = CommandHost.Build();
        var applied = await host.Services.GetRequiredService<Schema>().Migrate(ct);
        foreach (var name in applied)
        {
            terminal.Say($"applied {name}");
        }

        terminal.Say("The schema is up to date.");
        terminal.Answer(new Migrated(applied));
        return CommandLine.Done;
    }
}
