using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Booking.EventStore.Tests;

/// <summary>
/// Stands between a client and PostgreSQL. Once armed it closes both sides when the server reports that it is out of a
/// transaction, instead of passing that on: the commit has happened, and the client does not know.
/// </summary>
sealed class CuttingProxy : IAsyncDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource _stop = new();
    readonly int _server;
    readonly Task _accepting;
    volatile bool _armed;

    public CuttingProxy(int server)
    {
        _server = server;
        _listener.Start();
        _accepting = Accept();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The next commit's answer does not reach the client.</summary>
    public void CutAtCommit() => _armed = true;

    async Task Accept()
    {
        List<Task> pairs = [];
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                pairs.Add(Serve(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        await Task.WhenAll(pairs);
    }

    async Task Serve(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            await server.ConnectAsync(IPAddress.Loopback, _server, _stop.Token);
            await Task.WhenAny(client.GetStream().CopyToAsync(server.GetStream(), _stop.Token), Answer(server.GetStream(), client.GetStream()));
        }
    }

    /// <summary>A message of the server is a letter, the length of the rest, and the rest.</summary>
    async Task Answer(NetworkStream server, NetworkStream client)
    {
        for (var head = new byte[5]; await server.ReadAtLeastAsync(head, 5, throwOnEndOfStream: false, _stop.Token) == 5;)
        {
            var body = new byte[BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(1)) - 4];
            await server.ReadExactlyAsync(body, _stop.Token);
            if (_armed && head[0] == 'Z' && body[0] == 'I')
            {
                _armed = false;
                return;
            }

            await client.WriteAsync((byte[])[.. head, .. body], _stop.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }
}
