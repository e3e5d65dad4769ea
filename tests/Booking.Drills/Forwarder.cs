using System.Net;
using System.Net.Sockets;

namespace Booking.Drills;

/// <summary>One address for nodes that come and go: each connection is handed to the next node that takes it.</summary>
sealed class Forwarder : IAsyncDisposable
{
    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource stopping = new();
    readonly Lock gate = new();
    readonly List<Uri> nodes = [];
    readonly Task accepting;
    int turn;

    public Forwarder()
    {
        listener.Start();
        Address = new($"http://{listener.LocalEndpoint}");
        accepting = Accept();
    }

    public Uri Address { get; }

    public void Add(Uri node)
    {
        lock (gate) nodes.Add(node);
    }

    public void Remove(Uri node)
    {
        lock (gate) nodes.Remove(node);
    }

    async Task Accept()
    {
        try
        {
            while (!stopping.IsCancellationRequested)
                _ = Forward(await listener.AcceptTcpClientAsync(stopping.Token));
        }
        catch (Exception) when (stopping.IsCancellationRequested)
        {
            // A listener that was stopped says so in several ways.
        }
    }

    /// <summary>When a node dies the client's connection ends with it, as behind any balancer.</summary>
    async Task Forward(TcpClient client)
    {
        using (client)
        {
            try
            {
                using var node = new TcpClient();
                var to = Next();
                await node.ConnectAsync(IPAddress.Loopback, to.Port, stopping.Token);
                (client.NoDelay, node.NoDelay) = (true, true);
                var (near, far) = (client.GetStream(), node.GetStream());
                await Task.WhenAny(near.CopyToAsync(far, stopping.Token), far.CopyToAsync(near, stopping.Token));
            }
            catch (Exception ended) when (ended is IOException or SocketException or OperationCanceledException or InvalidOperationException)
            {
                // There is no node, or it has gone; the client sees its connection end.
            }
        }
    }

    Uri Next()
    {
        lock (gate)
            return nodes.Count > 0 ? nodes[++turn % nodes.Count] : throw new InvalidOperationException("No node is up.");
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Stop();
        await accepting;
        listener.Dispose();
        stopping.Dispose();
    }
}
