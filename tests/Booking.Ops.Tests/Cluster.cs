using System.Diagnostics;
using System.Globalization;
using Booking.Testing;
using Npgsql;

namespace Booking.Ops.Tests;

/// <summary>One run of ops/cluster on a folder. Disposing ends its input and waits for it.</summary>
sealed class Cluster : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    readonly Process process;
    readonly Task<string> errors;
    readonly string folder;

    Cluster(Process process, string folder, Task<string> errors) => (this.process, this.folder, this.errors) = (process, folder, errors);

    public static string Script { get; } = Path.Combine(Repository.Root, "ops", "cluster");

    /// <summary>The line that it printed; null when it gave up.</summary>
    public string? ConnectionString { get; private set; }

    /// <summary>The number of the server's first process, from its pid file.</summary>
    public int Postmaster => int.Parse(File.ReadLines(Path.Combine(folder, "data", "postmaster.pid")).First(), CultureInfo.InvariantCulture);

    public static Task<Cluster> Start(string folder, params string[] options) => 
        // Whoever runs the tests may ignore a signal, which a shell cannot undo for itself; a hang-up would then say nothing.
        Launch(folder, ["env", "--default-signal=HUP,INT,TERM", Script, folder, .. options]);

    /// <summary>Runs <paramref name="command"/>, which is to run ops/cluster on the folder and to print what it prints.</summary>
    public static async Task<Cluster> Launch(string folder, string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var started = Process.Start(start)!;
        var cluster = new Cluster(started, folder, started.StandardError.ReadToEndAsync());
        cluster.ConnectionString = await started.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        return cluster;
    }

    public async Task<object?> Ask(string sql)
    {
        await using var connection = new NpgsqlConnection($"{ConnectionString};Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    public Task<int> EndInput()
    {
        process.StandardInput.Close();
        return Ended();
    }

    public async Task<int> Signal(string name)
    {
        using var kill = Process.Start("bash", ["-c", $"kill -{name} {process.Id}"]);
        await kill.WaitForExitAsync();
        return await Ended();
    }

    public async Task<int> Ended()
    {
        await process.WaitForExitAsync().WaitAsync(Patience);
        return process.ExitCode;
    }

    /// <summary>What it had to say, once it has ended.</summary>
    public Task<string> Errors() => errors.WaitAsync(Patience);

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) await EndInput();
        process.Dispose();
    }

    public static void Kill(int id)
    {
        using var victim = Process.GetProcessById(id);
        victim.Kill();
    }

    /// <summary>A process that its parent has not fetched yet is gone all the same.</summary>
    public static bool Runs(int id)
    {
        try
        {
            return !File.ReadAllText($"/proc/{id}/stat").Contains(") Z ");
        }
        catch (IOException)
        {
            return false;
        }
    }

    public static async Task Gone(int id)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (Runs(id)) await Task.Delay(10, patience.Token);
    }
}
