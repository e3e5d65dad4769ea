using System.Globalization;
using Npgsql;
using Xunit;

namespace Booking.Ops.Tests;

/// <summary>What is left when something is killed with kill -9, which nobody can answer.</summary>
public sealed class ClusterAfterKillTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_killed_parent_takes_the_server_along()
    {
        const string parent = """coproc HELD { exec "$0" "$1" --fast; }; read -r line <&${HELD[0]}; echo "$line $$"; read -r""";
        await using var launched = await Cluster.Launch(folder.Cluster, ["bash", "-c", parent, Cluster.Script, folder.Cluster]);
        var postmaster = launched.Postmaster;
        Assert.True(Cluster.Runs(postmaster));

        Cluster.Kill(int.Parse(launched.ConnectionString!.Split(' ')[^1], CultureInfo.InvariantCulture));

        await launched.Errors(); // Ends when ops/cluster, the last that holds that pipe, has ended.
        Assert.False(Cluster.Runs(postmaster));
        await using var next = await Cluster.Start(folder.Cluster, "--fast");
        Assert.Equal(1, await next.Ask("select 1"));
    }

    [Fact]
    public async Task A_killed_server_is_reported_and_the_next_start_finds_every_commit()
    {
        string? address;
        await using (var killed = await Cluster.Start(folder.Cluster))
        {
            address = killed.ConnectionString;
            await killed.Ask("create table commits (id int); insert into commits values (1), (2), (3)");
            Cluster.Kill(killed.Postmaster);
            Assert.Equal(1, await killed.Ended());
            Assert.Contains("ended by itself", await killed.Errors());
        }

        await using var next = await Cluster.Start(folder.Cluster);

        Assert.Equal(3L, await next.Ask("select count(*) from commits"));
        Assert.Equal(address, next.ConnectionString);
    }

    [Fact]
    public async Task A_query_that_outlives_its_killed_server_does_not_prevent_the_next_start()
    {
        await using var killed = await Cluster.Start(folder.Cluster, "--fast");
        await using var connection = new NpgsqlConnection($"{killed.ConnectionString};Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var endless = new NpgsqlCommand("do $$ begin loop end loop; end $$", connection) { CommandTimeout = 60 };
        var running = endless.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        Cluster.Kill(killed.Postmaster);
        await killed.Ended();
        Assert.True(Cluster.Runs(connection.ProcessID));

        await using var next = await Cluster.Start(folder.Cluster, "--fast");

        Assert.Equal(1, await next.Ask("select 1"));
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => running);
    }

    [Fact]
    public async Task A_killed_cluster_leaves_a_server_that_the_next_one_replaces()
    {
        await using var killed = await Cluster.Start(folder.Cluster);
        await killed.Ask("create table commits (id int); insert into commits values (1)");
        var orphan = killed.Postmaster;
        await killed.Signal("KILL");
        Assert.True(Cluster.Runs(orphan));

        await using var next = await Cluster.Start(folder.Cluster);

        Assert.False(Cluster.Runs(orphan));
        Assert.Equal(1L, await next.Ask("select count(*) from commits"));
    }

    [Fact]
    public async Task A_pid_file_that_names_a_stranger_prevents_nothing_and_harms_nobody()
    {
        await using (var first = await Cluster.Start(folder.Cluster, "--fast")) await first.Ask("select 1");
        var stranger = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        await File.WriteAllTextAsync(Path.Combine(folder.Cluster, "data", "postmaster.pid"), stranger + "\n", TestContext.Current.CancellationToken);

        await using var next = await Cluster.Start(folder.Cluster, "--fast");

        Assert.Equal(1, await next.Ask("select 1"));
    }
}
