using Xunit;

namespace Booking.Ops.Tests;

/// <summary>A cluster whose files are gone comes back, to its end or to an instant; and from an archive that is not whole it does not come back at all.</summary>
public sealed class BackupTests(BackupTests.Made made) : IClassFixture<BackupTests.Made>
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public sealed class Made : IAsyncLifetime
    {
        public BackedUp Backup { get; } = new();
        public async ValueTask InitializeAsync() => await Backup.Make();
        public ValueTask DisposeAsync() => Backup.DisposeAsync();
    }

    BackedUp Backup => made.Backup;

    [Fact]
    public async Task It_comes_back_to_its_end()
    {
        var (code, said) = await Backup.Restore(Backup.Archive, Backup.New("latest"), "--latest");

        Assert.True(code == 0, said);
        Assert.Contains("backup verified", said, StringComparison.Ordinal);
        await using var cluster = await Cluster.Start(Backup.New("latest"));
        Assert.Equal("1 2 3 4", await cluster.Ask("select string_agg(n::text, ' ' order by n) from kept"));
        Assert.Equal("off", await cluster.Ask("show archive_mode")); // Not into the archive of the one that it was made from.
        Assert.Equal("", await cluster.Ask("show restore_command"));
    }

    [Fact]
    public async Task It_comes_back_to_an_instant()
    {
        var (code, said) = await Backup.Restore(Backup.Archive, Backup.New("middle"), "--to", Backup.Instant);

        Assert.True(code == 0, said);
        await using var cluster = await Cluster.Start(Backup.New("middle"));
        Assert.Equal("1 2", await cluster.Ask("select string_agg(n::text, ' ' order by n) from kept"));
    }

    [Fact]
    public async Task A_missing_part_of_the_log_stops_the_restore()
    {
        var archive = await Backup.Copy("gap");
        File.Delete(Segments(archive)[^2]);

        await Refused(archive, "is missing, though", "--latest");
    }

    [Fact]
    public async Task A_part_of_the_log_that_was_altered_or_stands_for_another_stops_the_restore()
    {
        var archive = await Backup.Copy("altered");
        var segments = Segments(archive);
        await Flip(segments[^2], 500);
        await Refused(archive, "was altered, cut short", "--latest");

        archive = await Backup.Copy("swapped");
        File.Copy(Segments(archive)[^1], Segments(archive)[^2], overwrite: true);
        await Refused(archive, "was altered, cut short", "--latest");
    }

    [Fact]
    public async Task A_base_backup_that_was_altered_or_a_key_that_is_another_is_refused()
    {
        var archive = await Backup.Copy("base");
        await Flip(Directory.GetFiles(Path.Combine(archive, "base")).Single(), 100_000);
        await Refused(archive, "was altered, cut short", "--latest");

        var key = Backup.New("other-key");
        await BackedUp.Shell($". '{Backup.Archive}/bin/archive'; make_key '{key}'");
        await Refused(Backup.Archive, "sealed with another key", "--latest", "--key", key);
        await Refused(Backup.Archive, "cannot be read", "--latest", "--key", Backup.New("no-key"));
    }

    [Fact]
    public async Task An_instant_that_the_log_does_not_reach_is_refused()
    {
        await Refused(Backup.Archive, "recovery ended before configured recovery target was reached", "--to", "2099-01-01T00:00:00Z");
        await Refused(Backup.Archive, "no base backup that had ended before", "--to", "2001-01-01T00:00:00Z");
    }

    [Fact]
    public async Task Nothing_in_the_archive_tells_anything_and_nothing_is_written_over()
    {
        var segment = Backup.New("000000010000000000000042");
        await File.WriteAllTextAsync(segment, "Zebulonia Quarksworth", Ct);
        string[] archive = [$"{Backup.Archive}", $"{Backup.Archive}/key", segment, "000000010000000000000042"];
        Assert.Equal(0, (await BackedUp.Script("archive-wal", archive)).Code);
        Assert.Equal(0, (await BackedUp.Script("archive-wal", archive)).Code);
        var stored = $"{Backup.Archive}/wal/000000010000000000000042.gz.sealed";
        var before = await File.ReadAllBytesAsync(stored, Ct);
        await File.WriteAllTextAsync(segment, "Somebody else", Ct);

        Assert.NotEqual(0, (await BackedUp.Script("archive-wal", archive)).Code);

        Assert.Equal(before, await File.ReadAllBytesAsync(stored, Ct));
        Assert.Equal(-1, before.AsSpan().IndexOf("Zebulonia"u8));
        File.Delete(stored);
    }

    async Task Refused(string archive, string because, params string[] options)
    {
        var to = Backup.New(Guid.NewGuid().ToString("N")[..8]);
        var (code, said) = await Backup.Restore(archive, to, options);

        Assert.Equal(1, code);
        Assert.Contains(because, said, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(to, "data")));
    }

    static string[] Segments(string archive) => [.. Directory.GetFiles(Path.Combine(archive, "wal"), "????????????????????????.gz.sealed").Order(StringComparer.Ordinal)];

    static async Task Flip(string file, long at)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        stream.Position = at;
        var old = stream.ReadByte();
        stream.Position = at;
        stream.WriteByte((byte)(old ^ 1));
    }
}
