using System.CommandLine;
using System.CommandLine.Help;
using Npgsql;

namespace Booking.Service.Cli;

/// <summary>
/// The program's own commands, for operators. They work on the database of <c>ConnectionStrings:Booking</c> and listen on nothing. Exit codes: 0 done, 1
/// violations found or not done, 2 refused or not understood, 130 stopped by Ctrl-C before the end, 141 what read the output went away.
/// </summary>
static class CommandLine
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int Refused = 2;
    public const int Stopped = 130;

    /// <summary>What reads the output, as <c>head</c> does, has gone. As shells say it of whoever is ended by that.</summary>
    public const int ReaderGone = 141;

    /// <summary>How long a command that was told to stop may take to leave things in order.</summary>
    static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    static readonly string[] Questions = ["-h", "-?", "--help", "--version"];

    /// <summary>Settings (<c>--key=value</c>) and nothing at all run the service; anything else is a command.</summary>
    public static bool IsCommand(string[] arguments) =>
        arguments is [var first, ..] && (!first.StartsWith('-') || Questions.Contains(first, StringComparer.Ordinal));

    /// <exception cref="StartupRefusedException">A setting is missing, or the database is not as the command needs it.</exception>
    public static async Task<int> Run(string[] arguments)
    {
        var parsed = Root().Parse(arguments);
        try
        {
            // A refusal keeps its own exit code and its one line, and so does a bug its stack.
            var code = await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = Grace, Output = PipedOutput.OrConsole() });
            // Whoever asks for help has not been wrong in what they left out.
            return parsed.Errors.Count > 0 && parsed.Action is not ExplainedHelp ? Refused : code;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Stopped before the end.");
            return Stopped;
        }
        catch (IOException gone) when (PipedOutput.HasNoReader(gone))
        {
            return ReaderGone;
        }
        catch (PostgresException denied) when (denied.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new StartupRefusedException($"The user of ConnectionStrings:Booking may not do this: {denied.MessageText}.");
        }
        catch (Exception lost) when (Database.IsUnavailable(lost))
        {
            await Console.Error.WriteLineAsync($"The database was lost or is too busy, and the command did not come to its end: {Terminal.Harmless(lost.Message)}");
            return Failed;
        }
    }

    static Explained Root()
    {
        var help = new HelpOption();
        help.Action = new ExplainedHelp((HelpAction)help.Action!);
        var root = new Explained("booking", "Books appointments with telemedicine doctors. Without a command it runs the service.", """
            Exit codes: 0 done; 1 violations found, or not done; 2 refused, or not understood; 130 stopped by Ctrl-C before the end;
            141 what read the output, as head, went away.
            The database is that of ConnectionStrings__Booking. All commands but migrate want a schema that is up to date.
            """)
        {
            MigrateCommand.Create(), VerifyCommand.Create(), RebuildCommand.Create(), DeadLettersCommand.Create(), OutboxCommand.Create(), StreamCommand.Create(), EventsCommand.Create(),
            AccountsCommand.Create(), DoctorCommand.Create(), RotateKeysCommand.Create(), ApplyZonesCommand.Create(), ErasureCommands.Patients(), ErasureCommands.Erasures(),
            RecoveryCommand.Create(), AnchorCommand.Create(), ChangesCommand.Create(),
        };
        root.Options.Add(help);
        root.Options.Add(new VersionOption());
        root.Options.Add(Terminal.JsonOption);
        return root;
    }
}
