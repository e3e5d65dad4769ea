using System.CommandLine;
using Booking.EventStore;
using NodaTime;
using Npgsql;

namespace Booking.Service.Cli;

/// <summary>Says in one line what the log is, to be kept elsewhere; and whether it still is that.</summary>
static class AnchorCommand
{
    sealed record Checked(bool Same, LogAnchor Found, LogAnchor Kept);

    public static Command Create()
    {
        var append = new Option<FileInfo?>("--append") { Description = "Append the line to this file, on the disk when the command ends." };
        var check = new Option<FileInfo?>("--check") { Description = "Compare with the newest line of this file that the log reaches. Exit code 1 when it differs." };
        var command = new Command("anchor", "Count, position and SHA-256 of all events, in one line.") { append, check };
        command.SetAction((parsed, ct) => Run(parsed.GetValue(append), parsed.GetValue(check), new(parsed), ct));
        return command;
    }

    static async Task<int> Run(FileInfo? append, FileInfo? check, Terminal terminal, CancellationToken ct)
    {
        await using var host = CommandHost.Build();
        await host.Services.GetRequiredService<Schema>().Demand(ct);
        await host.Services.GetRequiredService<DatabaseClock>().Synchronize(ct);
        var (database, now) = (host.Services.GetRequiredService<NpgsqlDataSource>(), host.Services.GetRequiredService<IClock>().GetCurrentInstant());
        try
        {
            if (check is not null)
                return await Compare(database, await File.ReadAllLinesAsync(check.FullName, ct), now, terminal, ct);
            var anchor = await LogAnchor.Take(database, now, upTo: null, ct);
            terminal.Answer(anchor);
            terminal.Say(anchor.ToString());
            if (append is not null)
                Append(append.FullName, anchor.ToString());
            return CommandLine.Done;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new StartupRefusedException(failed.Message);
        }
    }

    static async Task<int> Compare(NpgsqlDataSource database, string[] lines, Instant now, Terminal terminal, CancellationToken ct)
    {
        var anchors = lines.Where(line => line.Length > 0).Select(LogAnchor.Parse).ToList();
        await using var top = database.CreateCommand("select coalesce(max(seq_id), 0) from mt_events");
        var reached = (long)(await top.ExecuteScalarAsync(ct))!;
        if (anchors.Contains(null) || anchors.LastOrDefault(anchor => anchor!.Position <= reached) is not { } last)
        {
            terminal.Fail("No line of the file is an anchor that this log reaches, or one is no anchor.");
            return CommandLine.Refused;
        }

        var found = await LogAnchor.Take(database, now, last.Position, ct);
        var same = (found.Events, found.Digest) == (last.Events, last.Digest);
        terminal.Answer(new Checked(same, found, last));
        terminal.Say(same
            ? $"ok: {found.Events} events up to position {found.Position} are those of {last.At}; {anchors.Count(anchor => anchor!.Position > reached)} later anchors are not reached"
            : $"differs: {found.Events} events up to position {found.Position}, where {last.Events} were anchored at {last.At}, or not the same ones");
        return same ? CommandLine.Done : CommandLine.Failed;
    }

    static void Append(string path, string line)
    {
        using var file = new FileStream(path, FileMode.Append, FileAccess.Write);
        file.Write(System.Text.Encoding.ASCII.GetBytes(line + "\n"));
        file.Flush(flushToDisk: true);
    }
}
