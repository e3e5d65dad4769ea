using System.Diagnostics;
using Booking.Testing;
using NodaTime;

namespace Booking.Drills.Recovery;

/// <summary>The folders of a recovery drill: the archive, what is kept apart from it, and clusters that come and go.</summary>
sealed class RecoveryPlace : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    readonly string folder = Directory.CreateTempSubdirectory("booking-recovery-").FullName;
    readonly List<Process> clusters = [];

    public RecoveryPlace()
    {
        // PostgreSQL runs as another user than root.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
    }

    /// <summary>The machine's clock, by which service and server go as well.</summary>
    public static Instant Now => Instant.FromUnixTimeTicks(TimeProvider.System.GetUtcNow().UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks);

    public string Archive => Path.Combine(folder, "archive");

    /// <summary>Kept apart from cluster and archive, as they should be: the key, the erasure ledger, the anchors, and what was accepted.</summary>
    public string Apart(string name) => Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "apart")).FullName, name);

    /// <param name="timeout">Seconds after which a part of the log is archived though it is not full.</param>
    public async Task Init(int timeout)
    {
        var (_, settings) = await Run("backup", ["init", Archive, "--key", Apart("key")]);
        await File.WriteAllTextAsync(Apart("conf"), settings.Replace("archive_timeout = 60", $"archive_timeout = {timeout}", StringComparison.Ordinal));
    }

    /// <summary>Starts a cluster; one that is new archives its log.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> Start(string name)
    {
        var (path, isNew) = (Path.Combine(folder, name), !Directory.Exists(Path.Combine(folder, name)));
        var cluster = Process.Start(Script("cluster", [path, "--database", "booking", .. isNew ? (string[])["--conf", Apart("conf")] : []]))!;
        cluster.ErrorDataReceived += static (_, _) => { };
        cluster.BeginErrorReadLine();
        clusters.Add(cluster);
        var line = await cluster.StandardOutput.ReadLineAsync().WaitAsync(Patience) ?? throw new InvalidOperationException($"ops/cluster {name} did not start.");
        if (isNew)
            File.Copy(Path.Combine(path, "password"), Apart("password"));
        return line;
    }

    /// <summary>SIGKILL to the server, and all its files are gone.</summary>
    public async Task Destroy(string name)
    {
        var path = Path.Combine(folder, name);
        var postmaster = (await File.ReadAllLinesAsync(Path.Combine(path, "data", "postmaster.pid")))[0];
        using var end = Process.Start("bash", ["-c", $"kill -KILL {postmaster}; for try in 1 2 3 4 5; do rm -rf '{path}' && exit; sleep 0.2; done"]);
        await end.WaitForExitAsync();
    }

    public Task<(int Code, string Said)> Restore(string name, params string[] options) =>
        Run("restore", [Archive, "--target-dir", Path.Combine(folder, name), "--key", Apart("key"), "--password", Apart("password"), .. options]);

    public Task<(int Code, string Said)> Backup(string database, string command, params string[] options) =>
        Run("backup", [command, Archive, "--key", Apart("key"), .. options], database);

    static async Task<(int Code, string Said)> Run(string script, string[] arguments, string? database = null)
    {
        var start = Script(script, arguments);
        if (database is not null)
            start.Environment["ConnectionStrings__Booking"] = database;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var (said, failed) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, process.ExitCode == 0 ? (await said).Trim() : $"{await said}{await failed}".Trim());
    }

    static ProcessStartInfo Script(string name, string[] arguments) => new(Path.Combine(Repository.Root, "ops", name), arguments)
    {
        UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
    };

    public async ValueTask DisposeAsync()
    {
        foreach (var cluster in clusters)
        {
            if (!cluster.HasExited)
                cluster.StandardInput.Close();
            await cluster.WaitForExitAsync().WaitAsync(Patience);
            cluster.Dispose();
        }

        Directory.Delete(folder, recursive: true);
    }
}
