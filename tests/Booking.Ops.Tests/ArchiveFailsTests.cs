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
}
