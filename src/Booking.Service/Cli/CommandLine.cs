using System.CommandLine;

namespace Booking.Service.Cli;

/// <summary>
/// The program's own commands, for operators: <c>migrate</c>, <c>verify</c>, <c>accounts add</c>, <c>keys rotate</c>, <c>zones apply</c>,
/// <c>patients erase</c>, <c>erasures replay</c>. They work on the database of
/// <c>ConnectionStrings:Booking</c> and listen on nothing. Exit codes: 0 done, 1 violations found or not done, 2 refused.
/// </summary>
static class CommandLine
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int Refused = 2;

    static readonly string[] Questions = ["-h", "-?", "--help", "--version"];

    /// <summary>Settings (<c>--key=value</c>) and nothing at all run the service; anything else is a command.</summary>
    public static bool IsCommand(string[] arguments) =>
        arguments is [var first, ..] && (!first.StartsWith('-') || Questions.Contains(first, StringComparer.Ordinal));

    /// <exception cref="StartupRefusedException">A setting is missing, or the database is not as the command needs it.</exception>
    public static async Task<int> Run(string[] arguments)
    {
        var root = new RootCommand("Books appointments with telemedicine doctors. Without a command it runs the service.")
        {
            MigrateCommand.Create(), VerifyCommand.Create(), AddAccountCommand.Create(), RotateKeysCommand.Create(), ApplyZonesCommand.Create(),
            ErasureCommands.Patients(), ErasureCommands.Erasures(),
        };
        var parsed = root.Parse(arguments);
        // A refusal keeps its own exit code and its one line, and so does a bug its stack.
        var code = await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false });
        return parsed.Errors.Count > 0 ? Refused : code;
    }
}
