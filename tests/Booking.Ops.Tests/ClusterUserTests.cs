using System.Diagnostics;
using Xunit;

namespace Booking.Ops.Tests;

/// <summary>The same for root, who may not run PostgreSQL, and for somebody who may nothing else.</summary>
public sealed class ClusterUserTests : IDisposable
{
    const string Nobody = "65534";

    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task It_needs_no_root()
    {
        await using var cluster = await StartUnprivileged();

        Assert.Equal(1, await cluster.Ask("select 1"));
        Assert.NotEqual("0", await UserOf(cluster.Postmaster));
    }

    [Fact]
    public async Task A_pid_file_that_names_a_process_of_the_same_user_prevents_nothing_and_harms_nobody()
    {
        await using (var first = await StartUnprivileged()) await first.Ask("select 1");
        await using var bystander = await Cluster.Launch(folder.Path, Unprivileged("bash", "-c", "echo $$; read -r"));
        await File.WriteAllTextAsync(PidFile, bystander.ConnectionString + "\n", TestContext.Current.CancellationToken);

        await using var next = await StartUnprivileged();

        Assert.Equal(1, await next.Ask("select 1"));
        Assert.Equal(1, await bystander.EndInput()); // bash's read at the end of its input, and no signal.
    }

    [Fact]
    public async Task As_root_the_server_runs_as_another_user()
    {
        await using var cluster = await Cluster.Start(folder.Cluster, "--fast");

        Assert.NotEqual("0", await UserOf(cluster.Postmaster));
    }

    [Fact]
    public async Task A_folder_that_only_root_can_enter_works_too_and_is_discarded_wholly()
    {
        File.SetUnixFileMode(folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await using var cluster = await Cluster.Start(folder.Cluster, "--fast", "--discard");
        var home = (string)(await cluster.Ask("show data_directory"))!;

        Assert.True(Directory.Exists(home));
        await cluster.EndInput();
        Assert.False(Directory.Exists(Path.GetDirectoryName(home)));
        Assert.False(Directory.Exists(folder.Cluster));
    }

    string PidFile => Path.Combine(folder.Cluster, "data", "postmaster.pid");

    Task<Cluster> StartUnprivileged()
    {
        if (Environment.IsPrivilegedProcess && !Directory.Exists(folder.Cluster))
        {
            Directory.CreateDirectory(folder.Cluster);
            using var chown = Process.Start("chown", [Nobody, folder.Cluster]);
            chown.WaitForExit();
        }
        // A copy, because a working copy in root's own folder is closed to others.
        var script = Path.Combine(folder.Path, "cluster");
        File.Copy(Cluster.Script, script, overwrite: true);
        return Cluster.Launch(folder.Cluster, Unprivileged(script, folder.Cluster, "--fast"));
    }

    static string[] Unprivileged(params string[] command) => Environment.IsPrivilegedProcess
        ? ["setpriv", $"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups", .. command]
        : command;

    static async Task<string> UserOf(int process)
    {
        var lines = await File.ReadAllLinesAsync($"/proc/{process}/status");
        return lines.First(line => line.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[1];
    }
}
