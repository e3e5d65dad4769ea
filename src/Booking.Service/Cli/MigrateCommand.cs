using System.CommandLine;
using Booking.EventStore;

namespace Booking.Service.Cli;

/// <summary>Brings the schema up to what this program knows; a service that runs meanwhile is not stopped.</summary>
static class MigrateCommand
{
    public static Command Create()
    {
        var command = new Command("migrate", "Brings the database's schema up to date and lists what was applied.");
        command.SetAction((parsed, ct) => Run(parsed.InvocationConfiguration.Output, ct));
        return command;
    }

    static async Task<int> Run(TextWriter output, CancellationToken ct)
    {
        await using var host = CommandHost.Build();
        var applied = await host.Services.GetRequiredService<Schema>().Migrate(ct);
        foreach (var name in applied)
        {
            await output.WriteLineAsync($"applied {name}");
        }

        await output.WriteLineAsync("The schema is up to date.");
        return CommandLine.Done;
    }
}
