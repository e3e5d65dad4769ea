using Booking.Service.Tests;

namespace Booking.Drills;

/// <summary>Two nodes of the service behind one address, and somebody who kills one of them now and then.</summary>
sealed class Nodes(Forwarder forwarder, string database, (string Key, string? Value)[] settings) : IAsyncDisposable
{
    const int Count = 2;
    readonly ServiceProcess[] nodes = new ServiceProcess[Count];

    /// <summary>How many nodes were killed.</summary>
    public int Kills { get; private set; }

    public async Task Start()
    {
        // Whoever stops the drill stops its nodes.
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Array.ForEach(nodes, node => node?.Kill());
        for (var at = 0; at < Count; at++)
            await Start(at);
    }

    /// <summary>Kills one, leaves the other alone for a while, starts it again; until it is told to stop.</summary>
    public async Task Kill(Random random, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(3_000, 10_000)), stop).ContinueWith(static _ => { }, TaskScheduler.Default);
            if (stop.IsCancellationRequested)
                return;
            var at = random.Next(Count);
            nodes[at].Kill();
            Kills++;
            forwarder.Remove(nodes[at].Address);
            await nodes[at].DisposeAsync();
            await Task.Delay(random.Next(1_500), CancellationToken.None);
            await Start(at);
        }
    }

    async Task Start(int at)
    {
        nodes[at] = await ServiceProcess.Start(database, settings);
        forwarder.Add(nodes[at].Address);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in nodes.Where(node => node is not null))
            await node.DisposeAsync();
    }
}
