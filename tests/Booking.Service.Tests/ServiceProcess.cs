using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Booking.Contracts;

namespace Booking.Service.Tests;

/// <summary>The service as a process of its own, that can be killed in the middle of what it does.</summary>
public sealed partial class ServiceProcess : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    const int MostLines = 20_000;

    readonly Process node;
    readonly ConcurrentQueue<string> said;
    bool disposed;

    ServiceProcess(Process node, Uri address, ConcurrentQueue<string> said) => (this.node, Address, this.said) = (node, address, said);

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Of the process, for signals.</summary>
    public int Id => node.Id;

    /// <summary>What it said so far on both of its outputs, the first 20,000 lines of it.</summary>
    public IReadOnlyCollection<string> Said => said;

    /// <summary>Whether it has ended, by itself or because it was killed.</summary>
    public bool HasEnded => disposed || node.HasExited;

    /// <summary>One more node on the fixture's database.</summary>
    public static Task<ServiceProcess> Start(ServiceFixture service) => Start(service.Database.ConnectionString);

    /// <summary>A node on any database, with settings beside the common ones.</summary>
    public static async Task<ServiceProcess> Start(string connectionString, params (string Key, string? Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location, "--environment=Development", "--urls=http://127.0.0.1:0"])
        {
            WorkingDirectory = Path.GetTempPath(),
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        foreach (var (key, value) in ((string Key, string? Value)[])[.. ServiceFixture.Common(connectionString), .. settings])
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        start.Environment["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "Information";
        var process = Process.Start(start)!;
        var lines = new ConcurrentQueue<string>();
        process.ErrorDataReceived += (_, line) => Keep(lines, line.Data);
        process.BeginErrorReadLine();
        var listening = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, line) =>
        {
            Keep(lines, line.Data);
            if (Listening().Match(line.Data ?? "") is { Success: true, Value: var found })
                listening.TrySetResult(new(found));
        };
        process.BeginOutputReadLine();
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => listening.TrySetException(new InvalidOperationException($"The service ended before it listened: {string.Join('\n', lines.Take(5))}"));
        return new(process, await listening.Task.WaitAsync(Patience), lines);
    }

    static void Keep(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null && lines.Count < MostLines)
            lines.Enqueue(line);
    }

    /// <summary>The same person as the client of the fixture, on this node.</summary>
    public BookingClient For(BookingClient client)
    {
        var http = new HttpClient { BaseAddress = Address };
        http.DefaultRequestHeaders.Authorization = client.Http.DefaultRequestHeaders.Authorization;
        return new(http);
    }

    /// <summary>SIGKILL: nothing is finished, nothing is given back.</summary>
    public void Kill()
    {
        if (!disposed)
            node.Kill();
    }

    public async ValueTask DisposeAsync()
    {
        if (disposed)
            return;
        if (!node.HasExited)
            node.Kill();
        await node.WaitForExitAsync();
        disposed = true;
        node.Dispose();
    }

    [GeneratedRegex("http://127\\.0\\.0\\.1:[1-9][0-9]*", RegexOptions.NonBacktracking)]
    private static partial Regex Listening();
}
