using System.Diagnostics;
using System.Text.Json;
using Booking.Contracts;
using Booking.Service.Accounts;
using Booking.Service.Cli;
using Booking.Service.Tests.Ops;
using Xunit;

namespace Booking.Service.Tests.Cli;

/// <summary>Events at the command line: of a stream, of all, and those that are on their way.</summary>
public sealed class LogCommandTests
{
    [Fact]
    public async Task A_stream_is_shown_as_of_a_version_and_the_log_from_any_place()
    {
        await using var clinic = await BusyClinic.Create();
        var id = await clinic.Scalar<Guid>("select stream_id from mt_events where type = 'appointment_confirmed' order by seq_id limit 1");

        var stream = JsonSerializer.Deserialize<StreamAnswer>(Assert.Single((await clinic.Run("stream", $"{id}", "--as-of", "1", "--json")).Output), ContractsJson.Options)!;
        var early = await clinic.Run("stream", $"{id}", "--as-of", "1999-01-01T00:00:00Z");
        var unknown = await clinic.Run("stream", $"{Guid.Empty}");
        var neither = await clinic.Run("stream", $"{id}", "--as-of", "yesterday");
        var events = Items((await clinic.Run("events", "--type", "appointment_confirmed", "--json")).Output);
        var rest = Items((await clinic.Run("events", "--after", $"{events[0].Sequence}", "--type", "appointment_confirmed", "--limit", "1", "--json")).Output);

        Assert.Equal((id, "appointment", 1L), (stream.Id, stream.Type, Assert.Single(stream.Items).Version));
        Assert.True(stream.Version > 1);
        Assert.Equal(0, early.Code);
        Assert.EndsWith("0 events shown", Assert.Single(early.Output), StringComparison.Ordinal);
        Assert.Equal((1, 2), (unknown.Code, neither.Code));
        Assert.True(events.Count > 1);
        Assert.Equal(events[1].Sequence, Assert.Single(rest).Sequence);
    }

    [Fact]
    public async Task Whoever_follows_sees_an_event_whose_neighbour_committed_first_and_ends_cleanly()
    {
        await using var clinic = await BusyClinic.Create();
        var last = await clinic.Scalar<long>("select max(seq_id) from mt_events");
        await using var slow = await clinic.DataSource.OpenConnectionAsync();
        await using var transaction = await slow.BeginTransactionAsync();
        await using (var write = new Npgsql.NpgsqlCommand(Copy, slow, transaction))
            await write.ExecuteNonQueryAsync();
        await clinic.Sql(Copy);

        using var follow = Follow(clinic.ConnectionString, last);
        // It has come as far as it may, and waits for the one that is under way.
        await Waiting.Until(() => clinic.Scalar<bool>(AtTheFence), "the follower");
        await transaction.CommitAsync();
        var (first, second) = (await follow.StandardOutput.ReadLineAsync(), await follow.StandardOutput.ReadLineAsync());
        using (var stop = Process.Start("kill", ["-TERM", $"{follow.Id}"]))
            await stop.WaitForExitAsync();
        await follow.WaitForExitAsync();

        Assert.Equal([last + 1, last + 2], Items([first!, second!]).Select(item => item.Sequence));
        Assert.Equal((0, ""), (follow.ExitCode, await follow.StandardError.ReadToEndAsync()));
    }

    [Fact]
    public async Task A_follower_whose_reader_has_gone_ends_without_a_word()
    {
        await using var clinic = await BusyClinic.Create();
        using var follow = Follow(clinic.ConnectionString, 0);

        Assert.NotNull(await follow.StandardOutput.ReadLineAsync());
        follow.StandardOutput.Close();
        // However much of the log was in the pipe before its reader went: the next event is one too many.
        await Waiting.Until(async () => { await clinic.Sql(Copy); return follow.HasExited; }, "the follower to end");

        Assert.Equal((CommandLine.ReaderGone, ""), (follow.ExitCode, await follow.StandardError.ReadToEndAsync()));
    }

    [Fact]
    public void What_strangers_wrote_cannot_move_the_cursor() => Assert.Equal("a\uFFFD[2Jb\uFFFD", Terminal.Harmless("a\u001b[2Jb\u202E"));

    [Fact]
    public void Progress_tells_rate_and_what_is_left() => Assert.Equal(
        "500 of 2,000 lines, 50/s, 0:00:30 left", new Progress(TextWriter.Null, "lines", ProgressStyle.Lines).Words(500, 2_000, TimeSpan.FromSeconds(10)));

    const string AtTheFence = """
        select exists (select from pg_stat_activity where datname = current_database() and application_name like 'booking %' and query like '%pg_snapshot_xmin%')
        """;

    // A stream of its own with one event, which takes its place in the log now.
    const string Copy = """
        with stream as (insert into mt_streams (id, type, version) select gen_random_uuid(), 'doctor', 1 returning id)
        insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, headers)
        select nextval('mt_events_sequence'), gen_random_uuid(), stream.id, 1, '{}', 'doctor_paused', now(), '{}' from stream
        """;

    static Process Follow(string connectionString, long after)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location, "events", "--follow", "--json", "--after", $"{after}"])
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment["ConnectionStrings__Booking"] = connectionString;
        return Process.Start(start)!;
    }

    static List<EventItem> Items(IEnumerable<string> lines) => [.. lines.Select(line => JsonSerializer.Deserialize<EventItem>(line, ContractsJson.Options)!)];
}
