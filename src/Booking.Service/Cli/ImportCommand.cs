using Booking.EventStore;
using Booking.Service.Doctors;
using Booking.Service.Ops;
using NodaTime;
using Npgsql;

namespace Booking.Service.Cli;

/// <param name="File">A path, or <c>-</c>.</param>
/// <param name="Whole">All lines or none.</param>
sealed record ImportChoice(string File, bool DryRun, bool Whole);

/// <summary>Imports a file of doctors and tells what became of each line.</summary>
static class ImportCommand
{
    /// <summary>Two imports at once could each find no doctor of an address, and make two.</summary>
    const long LockKey = 0x626F6F6B_00000410;

    const int MostAtOnce = 500;

    sealed record Imported(int Created, int Updated, int Unchanged, int Refused, bool DryRun);

    public static async Task<int> Run(Terminal terminal, ImportChoice choice, CancellationToken ct)
    {
        var lines = await Read(choice.File, ct);
        if (choice.Whole && lines.Count > MostAtOnce)
        {
            throw new StartupRefusedException($"All or nothing is one transaction, of at most {MostAtOnce} lines; the file has {lines.Count}.");
        }

        await using var host = await CommandHost.Open(ct, masterKeys: true);
        var dataSource = host.Services.GetRequiredService<NpgsqlDataSource>();
        await using var turn = await Sole.Try(dataSource, LockKey, ct);
        if (turn is null)
        {
            return terminal.Fail("Another import is at work on this database. Wait for its end.");
        }

        var import = new ImportDoctors(host.Services.GetRequiredService<StreamStore>(), dataSource, host.Services.GetRequiredService<IClock>(), OperatorChanges.Actor);
        var present = await import.Find(lines, ct);
        var told = new List<ImportedLine>();
        await foreach (var line in Import(import, [.. lines.Select(line => ImportDoctors.Check(line, present))], present, choice, terminal, ct))
        {
            told.Add(line);
            Tell(line, terminal);
        }

        return Sum(told, choice, terminal);
    }

    /// <exception cref="StartupRefusedException">There is no such file, or it is no list of doctors.</exception>
    static async Task<List<DoctorLine>> Read(string file, CancellationToken ct)
    {
        try
        {
            await using var stream = file == "-" ? Console.OpenStandardInput() : File.OpenRead(file);
            return await DoctorFile.Read(stream, ct);
        }
        catch (DoctorFileException wrong)
        {
            throw new StartupRefusedException(Terminal.Harmless(wrong.Message));
        }
        catch (Exception unread) when (unread is IOException or UnauthorizedAccessException)
        {
            throw new StartupRefusedException(Terminal.Harmless(Directory.Exists(file) ? $"{file} is a directory." : $"{file} cannot be read: {unread.Message}"));
        }
    }

    static async IAsyncEnumerable<ImportedLine> Import(
        ImportDoctors import, List<DoctorLine> lines, ILookup<string, DoctorId> present, ImportChoice choice, Terminal terminal,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var bad = lines.Exists(line => line.Doctor is null);
        using var progress = terminal.Progress("lines");
        for (var i = 0; i < lines.Count; i++)
        {
            progress.Report(i, lines.Count);
            if (lines[i] is { Doctor: null } refused)
                yield return ImportDoctors.Refused(refused.Line, refused.Email, refused.Errors);
            else if (!choice.Whole)
                yield return (await import.Write([lines[i].Doctor!], present, choice.DryRun, ct))[0];
            else if (bad)
                yield return ImportDoctors.Refused(lines[i].Line, lines[i].Email, [new("", "Left out, because another line is refused.")]);
        }

        if (choice.Whole && !bad)
        {
            foreach (var line in await import.Write(lines.ConvertAll(line => line.Doctor!), present, choice.DryRun, ct))
                yield return line;
        }
    }

    static void Tell(ImportedLine line, Terminal terminal)
    {
        terminal.Answer(line);
        terminal.Say($"line {line.Line}  {line.Outcome}  {line.Email}{(line.Id is { } id ? $"  {id}" : "")}");
        foreach (var error in line.Errors)
        {
            terminal.Say($"    {(error.Column.Length > 0 ? $"{error.Column}: " : "")}{error.Message}");
        }
    }

    static int Sum(List<ImportedLine> told, ImportChoice choice, Terminal terminal)
    {
        var sum = new Imported(
            Count(ImportedLine.Created), Count(ImportedLine.Updated), Count(ImportedLine.Unchanged), Count(ImportedLine.Refused), choice.DryRun);
        terminal.Answer(sum);
        terminal.Say($"{sum.Created} created, {sum.Updated} updated, {sum.Unchanged} unchanged, {sum.Refused} refused{(choice.DryRun ? "; nothing was changed" : "")}.");
        return sum.Refused == 0 ? CommandLine.Done : CommandLine.Failed;

        int Count(string outcome) => told.Count(line => line.Outcome == outcome);
    }
}
