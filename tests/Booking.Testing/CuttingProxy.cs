using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Booking.Testing;

/// <summary>
/// Stands between a client and PostgreSQL, and is the network that fails: connections end at a commit, at any moment or all at once,
/// nothing comes through, or every answer is late. Connections must not be encrypted, since commits are read from the protocol.
/// </summary>
/// <param name="server">The server's port on loopback.</param>
public sealed class CuttingProxy(int server) : IAsyncDisposable
{
    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource stop = new();
    readonly ConcurrentDictionary<TcpClient, bool> clients = new();
    Task accepting = Task.CompletedTask;
    volatile bool hole;
    bool armed;
    volatile int cutOneCommitIn;
    int cuts;

    public static CuttingProxy To(int server)
    {
        var proxy = new CuttingProxy(server);
        proxy.listener.Start();
        proxy.accepting = proxy.Accept();
        return proxy;
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>How many connections it has cut.</summary>
    public int Cuts => cuts;

    /// <summary>While true, bytes of either side wait, and new connections are taken and get no answer, as behind a firewall that drops.</summary>
    public bool BlackHole { get => hole; set => hole = value; }

    /// <summary>How long each message of the server's waits that says a statement or a transaction is over. Default none.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>The next commit's answer does not reach the client: the commit has happened, and the client does not know.</summary>
    public void CutAtCommit() => Volatile.Write(ref armed, true);

    /// <summary>Cuts about one commit in so many, as <see cref="CutAtCommit()"/> does; 0 ends it. Reads end with the same words and count.</summary>
    public void CutAtCommit(int oneIn) => cutOneCommitIn = oneIn;

    /// <summary>Ends a connection, whatever is going on in it. Nothing happens when there is none.</summary>
    /// <param name="choose">Gets how many there are and names one, from 0.</param>
    public void CutOne(Func<int, int> choose)
    {
        var open = clients.Keys.ToList();
        if (open.Count > 0)
            Cut(open[choose(open.Count)]);
    }

    async Task Accept()
    {
        List<Task> pairs = [];
        try
        {
            while (!stop.IsCancellationRequested)
                pairs.Add(Serve(await listener.AcceptTcpClientAsync(stop.Token)));
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            // A listener that was stopped says so in several ways.
        }

        await Task.WhenAll(pairs);
    }

    async Task Serve(TcpClient client)
    {
        using var far = new TcpClient { NoDelay = true };
        using (client)
        {
            client.NoDelay = true;
            clients[client] = true;
            try
            {
                await far.ConnectAsync(IPAddress.Loopback, server, stop.Token);
                await await Task.WhenAny(Ask(client.GetStream(), far.GetStream()), Answer(far.GetStream(), client));
            }
            catch (Exception ended) when (ended is IOException or SocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
            {
                // One side has gone, or there is no server; the other sees its connection end.
            }

            clients.TryRemove(client, out _);
        }
    }

    async Task Ask(NetworkStream client, NetworkStream far)
    {
        var buffer = new byte[16 * 1024];
        for (int read; (read = await client.ReadAsync(buffer, stop.Token)) > 0;)
        {
            await Through();
            await far.WriteAsync(buffer.AsMemory(0, read), stop.Token);
        }
    }

    /// <summary>A message of the server is a letter, the length of the rest, and the rest. One that ends a statement outside a transaction is <c>Z I</c>.</summary>
    async Task Answer(NetworkStream far, TcpClient client)
    {
        var to = client.GetStream();
        for (var head = new byte[5]; await far.ReadAtLeastAsync(head, 5, throwOnEndOfStream: false, stop.Token) == 5;)
        {
            var body = new byte[BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(1)) - 4];
            await far.ReadExactlyAsync(body, stop.Token);
            if (head[0] == 'Z' && body[0] == 'I' && Takes())
            {
                Cut(client);
                return;
            }

            await Through();
            if (head[0] == 'Z' && Delay > TimeSpan.Zero)
                await Task.Delay(Delay, stop.Token);
            await to.WriteAsync((byte[])[.. head, .. body], stop.Token);
        }
    }

    bool Takes() => Interlocked.Exchange(ref armed, false) || (cutOneCommitIn is > 0 and var one && Random.Shared.Next(one) == 0);

    async Task Through()
    {
        while (hole)
            await Task.Delay(50, stop.Token);
    }

    void Cut(TcpClient client)
    {
        Interlocked.Increment(ref cuts);
        client.Close();
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        foreach (var client in clients.Keys)
            client.Close();
        await accepting;
        stop.Dispose();
        listener.Dispose();
    }
}
