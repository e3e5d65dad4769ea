using System.Diagnostics;
using Npgsql;

namespace Booking.Testing;

/// <summary>
/// One PostgreSQL for all tests of this process: the server that <c>ConnectionStrings__Booking</c> names, else a private one
/// from <c>ops/cluster</c>, which is stopped and removed when this process ends, however it ends.
/// </summary>
public static class TestCluster
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(10); // Enough to install PostgreSQL on a new machine.
    static readonly Lazy<Task<string>> Running = new(StartOnce);
    static Process? cluster; // Holds the pipe open: a collected Process would stop the server.

    /// <summary>True when the server was there before the tests and stays after them.</summary>
    public static bool IsForeign => Foreign is not null;

    /// <summary>Starts the server, the first time; answers the connection string of a user who may make databases.</summary>
    /// <exception cref="InvalidOperationException">ops/cluster gave up; the message is what it said.</exception>
    public static Task<string> Start() => Running.Value;

    static string? Foreign => Environment.GetEnvironmentVariable("ConnectionStrings__Booking") is { Length: > 0 } set ? set : null;

    static async Task<string> StartOnce()
    {
        if (Foreign is { } given) return new NpgsqlConnectionStringBuilder(given).ConnectionString;
        var folder = Directory.CreateTempSubdirectory("booking-tests-").FullName;
        var start = new ProcessStartInfo(Path.Combine(Repository.Root, "ops", "cluster"), [folder, "--fast", "--discard"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        cluster = Process.Start(start) ?? throw new InvalidOperationException("ops/cluster did not start.");
        var said = cluster.StandardError.ReadToEndAsync();
        var line = await cluster.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        return line ?? throw new InvalidOperationException(await said);
    }
}
