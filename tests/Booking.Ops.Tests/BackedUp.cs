using System.Diagnostics;
using System.Globalization;
using Booking.Testing;

namespace Booking.Ops.Tests;

/// <summary>A cluster that was backed up, written to, and destroyed: three rows, one before the base backup and two after it, an instant between those.</summary>
public sealed class BackedUp : IAsyncDisposable
{
    readonly TemporaryFolder folder = new();

    public string Archive => Path.Combine(folder.Path, "archive");
    public string Instant { get; private set; } = "";

    /// <summary>A folder for what a test makes.</summary>
    public string New(string name) => Path.Combine(folder.Path, name);

    /// <summary>A copy of the archive that may be damaged.</summary>
    public async Task<string> Copy(string name)
    {
        await Shell($"cp -a '{Archive}' '{New(name)}'");
        return New(name);
    }

    public async Task Make()
    {
        var conf = New("conf");
        await File.WriteAllTextAsync(conf, (await Script("backup", ["init", Archive])).Said);
        await using (var cluster = await Cluster.Start(folder.Cluster, "--conf", conf))
        {
            await cluster.Ask("create table kept (n int); insert into kept values (1)");
            Must(await Script("backup", ["base", Archive], cluster.ConnectionString));
            await cluster.Ask("insert into kept values (2)");
            // Base backups are named by whole seconds, and one counts for an instant when it had ended in a second before it.
            Instant = (string)(await cluster.Ask("select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') from pg_sleep(1.1)"))!;
            // Each in a transaction of its own, or its commit would stand behind the switch.
            foreach (var sql in (string[])["insert into kept values (3)", "select pg_switch_wal()", "insert into kept values (4)", "select pg_switch_wal()"])
                await cluster.Ask(sql);
            while (Convert.ToInt64(await cluster.Ask("select count(*) from pg_ls_archive_statusdir() where name like '%.ready'"), CultureInfo.InvariantCulture) > 0)
                await Task.Delay(50);
            Must(await Script("backup", ["status", Archive], cluster.ConnectionString));
            File.Copy(Path.Combine(folder.Cluster, "password"), New("password"));
            Cluster.Kill(cluster.Postmaster);
        }

        await Shell($"rm -rf '{folder.Cluster}'");
    }

    public Task<(int Code, string Said)> Restore(string archive, string to, params string[] options) =>
        Script("restore", [archive, "--target-dir", to, "--quick", "--password", New("password"), .. options]);

    public static async Task<(int Code, string Said)> Script(string name, string[] arguments, string? database = null)
    {
        var start = new ProcessStartInfo(Path.Combine(Repository.Root, "ops", name), arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        if (database is not null)
            start.Environment["ConnectionStrings__Booking"] = database;
        using var process = Process.Start(start)!;
        var (said, failed) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, process.ExitCode == 0 ? await said : $"{await said}{await failed}");
    }

    public static async Task Shell(string command)
    {
        using var shell = Process.Start("bash", ["-c", command]);
        await shell.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Shell($"rm -rf '{folder.Path}'/*");
        folder.Dispose();
    }

    static void Must((int Code, string Said) run)
    {
        if (run.Code != 0)
            throw new InvalidOperationException(run.Said);
    }
}
