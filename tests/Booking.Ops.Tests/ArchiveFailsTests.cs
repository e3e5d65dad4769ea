using Xunit;

namespace Booking.Ops.Tests;

/// <summary>An archive that takes nothing stops nobody, and is seen.</summary>
public sealed class ArchiveFailsTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Writers_go_on_and_the_status_says_what_is_wrong()
    {
        var (archive, conf) = (Path.Combine(folder.Path, "archive"), Path.Combine(folder.Path, "conf"));
        await File.WriteAllTextAsync(conf, (await BackedUp.Script("backup", ["init", archive])).Said, TestContext.Current.CancellationToken);
        await using var cluster = await Cluster.Start(folder.Cluster, "--fast", "--conf", conf);
        await BackedUp.Shell($"mv '{archive}/wal' '{archive}/gone'");

        await cluster.Ask("create table kept (n int); select pg_switch_wal(); insert into kept values (1)");
        while ((long)(await cluster.Ask("select failed_count from pg_stat_archiver"))! == 0)
            await Task.Delay(50, TestContext.Current.CancellationToken);

        await BackedUp.Shell($"mv '{archive}/gone' '{archive}/wal'");
        var (code, said) = await BackedUp.Script("backup", ["status", archive], cluster.ConnectionString);
        Assert.Equal(1, code);
        Assert.Contains("wrong: archiving fails", said, StringComparison.Ordinal);
        Assert.Contains("wrong: there is no base backup", said, StringComparison.Ordinal);
        Assert.Equal(1L, await cluster.Ask("select count(*) from kept"));
    }

    [Fact]
    public async Task A_base_backup_that_fails_leaves_nothing_in_plain_sight()
    {
        var (archive, conf) = (Path.Combine(folder.Path, "archive with a blank"), Path.Combine(folder.Path, "conf"));
        await File.WriteAllTextAsync(conf, (await BackedUp.Script("backup", ["init", archive])).Said, TestContext.Current.CancellationToken);
        await using var cluster = await Cluster.Start(folder.Cluster, "--fast", "--conf", conf);
        await cluster.Ask("create role reader login password 'no replication'");
        await File.WriteAllTextAsync(Path.Combine(archive, "base", "20260101T000000Z.taking"), "of one that was killed", TestContext.Current.CancellationToken);

        var (code, said) = await BackedUp.Script("backup", ["base", archive], $"{cluster.ConnectionString};Username=reader;Password=no replication");

        Assert.True(code != 0, said);
        Assert.Empty(Directory.GetFiles(Path.Combine(archive, "base")));
    }

    [Fact]
    public async Task A_server_that_does_not_archive_at_all_is_not_well()
    {
        var archive = Path.Combine(folder.Path, "archive");
        Assert.Equal(0, (await BackedUp.Script("backup", ["init", archive])).Code);
        await using var cluster = await Cluster.Start(folder.Cluster, "--fast");

        var (code, said) = await BackedUp.Script("backup", ["status", archive], cluster.ConnectionString);

        Assert.Equal(1, code);
        Assert.Contains("wrong: the server does not archive its log: archive_mode is off", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_segment_that_cannot_be_read_to_its_end_is_not_archived()
    {
        var archive = Path.Combine(folder.Path, "archive");
        Assert.Equal(0, (await BackedUp.Script("backup", ["init", archive])).Code);

        var (code, said) = await BackedUp.Script("archive-wal", [archive, $"{archive}/key", Path.Combine(folder.Path, "none"), "000000010000000000000042"]);

        Assert.True(code != 0, said);
        Assert.Empty(Directory.GetFiles(Path.Combine(archive, "wal")));
    }
}
