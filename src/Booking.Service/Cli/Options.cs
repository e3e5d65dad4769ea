using System.CommandLine;
using System.CommandLine.Parsing;

namespace Booking.Service.Cli;

/// <summary>Options that several commands have.</summary>
static class Options
{
    public const int MostListed = 10_000;

    /// <summary><c>--limit</c>, 1 to <see cref="MostListed"/>.</summary>
    public static Option<int> Limit(int usual)
    {
        var limit = new Option<int>("--limit") { Description = $"How many at most, 1 to {MostListed}.", DefaultValueFactory = _ => usual };
        limit.Validators.Add(given =>
        {
            if (given.Tokens.Count == 1 && int.TryParse(given.Tokens[0].Value, out var value) && value is < 1 or > MostListed)
            {
                given.AddError($"--limit must be 1 to {MostListed}.");
            }
        });
        return limit;
    }

    /// <summary>Whether it was typed, and does not only have a default.</summary>
    public static bool Said(CommandResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };

    /// <summary>Refuses at once what is no id.</summary>
    public static void RequireId(SymbolResult given)
    {
        if (given.Tokens is [var token] && !Guid.TryParse(token.Value, out _))
        {
            given.AddError($"{Terminal.Harmless(token.Value)} is no id such as 0193c9a2-7e11-7b6c-8f1e-3d5a2c4b6e70.");
        }
    }

    public static Option<bool> Yes() => new("--yes", "-y") { Description = "Do not ask." };

    public static Option<bool> DryRun(string what) => new("--dry-run") { Description = what };
}
