using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Booking.Bench.Store;

namespace Booking.Bench.Http;

/// <summary>
/// A program that listens on loopback for as long as this one lives: a shell between the two stops it at the end of its
/// input, which comes also when this process is killed.
/// </summary>
sealed class Server : IAsyncDisposable
{
    const string Shell = """
        "$@" </dev/null >"$LOG" 2>&1 & child=$!
        echo $child
        cat >/dev/null
        kill -TERM $child 2>/dev/null
        wait $child
        """;

    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    readonly Process _shell;
    readonly string _log;
    readonly int _id;

    Server(Process shell, string log, int id, IPEndPoint endpoint) => (_shell, _log, _id, Endpoint) = (shell, log, id, endpoint);

    public IPEndPoint Endpoint { get; }
    public Uri Address => new($"http://{Endpoint}");

    /// <summary>
    /// The service as <c>ops/run</c> starts it, quiet and without limits that a load would meet; another build of it when <c>BENCH_SERVICE</c> names its folder.
    /// </summary>
    /// <param name="settings">Further ones, as environment variables; they go before the usual ones.</param>
    public static Task<Server> StartService(string connectionString, params (string Name, string Value)[] settings) => Start(
        "service",
        _ => [Path.Combine(Environment.GetEnvironmentVariable("BENCH_SERVICE") ?? Path.Combine(AppContext.BaseDirectory, "../../Booking.Service/release"), "Booking.Service.dll")],
        address =>
        {
            Dictionary<string, string> variables = new(StringComparer.Ordinal)
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Development",
                ["ASPNETCORE_URLS"] = address,
                ["ConnectionStrings__Booking"] = connectionString,
                ["Logging__LogLevel__Default"] = "Warning",
                ["RateLimits__User__PerMinute"] = "100000000",
                ["RateLimits__Address__PerMinute"] = "100000000",
                ["RateLimits__Webhook__PerMinute"] = "100000000",
                ["RateLimits__SignIn__PerMinute"] = "100000000",
            };
            foreach (var (name, value) in settings)
            {
                variables[name] = value;
            }

            return variables;
        });

    public static Task<Server> StartSelectOne() => Start(
        "select-one", address => [Path.Combine(AppContext.BaseDirectory, "Booking.Bench.dll"), "select-one", address], _ => []);

    static async Task<Server> Start(string name, Func<string, string[]> arguments, Func<string, Dictionary<string, string>> environment)
    {
        var endpoint = FreePort();
        var log = Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"booking-bench-{Environment.ProcessId}-{name}.log"));
        var start = new ProcessStartInfo("sh", ["-c", Shell, "sh", "dotnet", .. arguments($"http://{endpoint}")])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { ["LOG"] = log },
        };
        foreach (var (variable, value) in environment($"http://{endpoint}"))
        {
            start.Environment[variable] = value;
        }

        var shell = Process.Start(start) ?? throw new InvalidOperationException("There is no sh.");
        var id = int.Parse(await shell.StandardOutput.ReadLineAsync() ?? "", CultureInfo.InvariantCulture);
        var server = new Server(shell, log, id, endpoint);
        await server.WaitUntilReady();
        return server;
    }

    async Task WaitUntilReady()
    {
        using var http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(5) };
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < Patience && Directory.Exists($"/proc/{_id}");)
        {
            try
            {
                if ((await http.GetAsync(new Uri("/health/ready", UriKind.Relative))).IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                await Task.Delay(10);
            }
        }

        var said = await File.ReadAllTextAsync(_log);
        await DisposeAsync();
        throw new InvalidOperationException($"The server at {Address} did not get ready: {said}");
    }

    /// <summary>What the processors have worked for it so far; unlike the time that passed it hardly depends on what else the machine does.</summary>
    public double ProcessorSeconds()
    {
        using var process = Process.GetProcessById(_id);
        return process.TotalProcessorTime.TotalSeconds;
    }

    /// <summary>Resident memory now, in bytes.</summary>
    public long Memory()
    {
        var line = File.ReadLines($"/proc/{_id}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.AsSpan(6).Trim().TrimEnd("kB").Trim(), CultureInfo.InvariantCulture) * 1024;
    }

    public async ValueTask DisposeAsync()
    {
        _shell.StandardInput.Close();
        await _shell.WaitForExitAsync();
        _shell.Dispose();
        File.Delete(_log);
    }

    static IPEndPoint FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return (IPEndPoint)listener.LocalEndpoint;
    }
}
