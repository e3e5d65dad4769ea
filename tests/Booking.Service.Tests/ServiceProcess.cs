using System.Diagnostics;
using System.Text.RegularExpressions;
using Booking.Contracts;

namespace Booking.Service.Tests;

/// <summary>The service as a process of its own, that can be killed in the middle of what it does.</summary>
public sealed partial class ServiceProcess : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    readonly Process node;
    bool disposed;

    ServiceProcess(Process node, Uri address) => (this.node, Address) = (node, address);

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Of the process, for whoever looks at it from outside.</summary>
    public int Id => node.Id;

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
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        var listening = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, line) =>
        {
            if (Listening().Match(line.Data ?? "") is { Success: true, Value: var found })
                listening.TrySetResult(new(found));
        };
        process.BeginOutputReadLine();
        return new(process, await listening.Task.WaitAsync(Patience));
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
        if (!node.HasExited)
            node.Kill();
        await node.WaitForExitAsync();
        disposed = true;
        node.Dispose();
    }

    [GeneratedRegex("http://127\\.0\\.0\\.1:[1-9][0-9]*", RegexOptions.NonBacktracking)]
    private static partial Regex Listening();
}
