using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Booking.Service.Tests.Hostile;

/// <summary>A connection on which anything can be said.</summary>
sealed class RawSocket : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    readonly Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    public static async Task<RawSocket> Connect(int port)
    {
        var raw = new RawSocket();
        await raw.socket.ConnectAsync(IPAddress.Loopback, port);
        return raw;
    }

    /// <summary>A server that has refused what it read so far need not take the rest.</summary>
    public async Task Send(string request)
    {
        try
        {
            var bytes = Encoding.Latin1.GetBytes(request);
            for (var sent = 0; sent < bytes.Length;)
                sent += await socket.SendAsync(bytes.AsMemory(sent));
        }
        catch (SocketException)
        {
            // What it answered can still be read, or the test says that there is nothing.
        }
    }

    /// <returns>All that comes until the server ends the connection.</returns>
    /// <exception cref="OperationCanceledException">It did not end it in two minutes.</exception>
    public async Task<string> ReadToEnd()
    {
        using var patience = new CancellationTokenSource(Patience);
        var (answer, buffer) = (new StringBuilder(), new byte[4096]);
        try
        {
            while (await socket.ReceiveAsync(buffer, patience.Token) is > 0 and var read)
                answer.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }
        catch (SocketException)
        {
            // Reset: whatever came before it counts.
        }

        return answer.ToString();
    }

    public void Dispose() => socket.Dispose();
}
