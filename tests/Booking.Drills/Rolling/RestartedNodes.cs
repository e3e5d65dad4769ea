using Booking.Service.Tests;

namespace Booking.Drills.Rolling;

/// <summary>One restart; times from the signal on.</summary>
sealed record Restart(int Node, TimeSpan NotReady, TimeSpan Stopped, int ExitCode, TimeSpan ReadyAgain);

/// <summary>Nodes behind one address, and what a balancer does: it asks each whether it is ready, and leaves out those that are not.</summary>
sealed class RestartedNodes(Forwarder forwarder, int count, string database) : IAsyncDisposable
{
    static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(15) };
    readonly ServiceProcess[] nodes = new ServiceProcess[count];

    public List<Restart> Restarts { get; } = [];

    public async Task Start()
    {
        // Whoever stops the drill stops its nodes.
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Array.ForEach(nodes, node => node?.Kill());
        for (var at = 0; at < count; at++)
            await Start(at);
    }

    /// <summary>As a deployment does it: the next one only when this one is ready again.</summary>
    public async Task Restart(int at)
    {
        var (began, old) = (TimeProvider.System.GetTimestamp(), nodes[at]);
        await old.Terminate();
        while (await IsReady(old))
            await Task.Delay(Look);
        forwarder.Remove(old.Address);
        var notReady = TimeProvider.System.GetElapsedTime(began);
        var code = await old.Ended();
        var stopped = TimeProvider.System.GetElapsedTime(began);
        await old.DisposeAsync();
        await Start(at);
        Restarts.Add(new(at, notReady, stopped, code, TimeProvider.System.GetElapsedTime(began)));
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        foreach (var node in nodes.Where(node => node is not null))
            await node.DisposeAsync();
    }

    async Task Start(int at)
    {
        nodes[at] = await ServiceProcess.Start(database, ("Shutdown:GraceSeconds", "2"));
        while (!await IsReady(nodes[at]))
            await Task.Delay(Look);
        forwarder.Add(nodes[at].Address);
    }

    async Task<bool> IsReady(ServiceProcess node)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(node.Address, "/health/ready"));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception lost) when (lost is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }
}
