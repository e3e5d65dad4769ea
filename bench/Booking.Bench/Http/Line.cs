using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Booking.Bench.Http;

/// <summary>
/// One keep-alive connection that sends prepared bytes and reads just enough of the answer to know its status and its
/// end. The client shares the cores with what it measures, so it must cost little.
/// </summary>
sealed class Line : IDisposable
{
    const int HeadersEnd = 4;

    readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    readonly byte[] _buffer = new byte[64 * 1024];
    int _start;
    int _end;

    public static async Task<Line> Connect(IPEndPoint endpoint)
    {
        var line = new Line();
        await line._socket.ConnectAsync(endpoint);
        return line;
    }

    public static async Task<Line[]> Connect(IPEndPoint endpoint, int count) =>
        await Task.WhenAll(Enumerable.Range(0, count).Select(_ => Connect(endpoint)));

    public static byte[] Get(string path, string? token = null, string? cookies = null) =>
        Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: bench\r\n{Bearer(token)}{(cookies is null ? "" : $"Cookie: {cookies}\r\n")}\r\n");

    public static byte[] Post(string path, string token, string json) => Encoding.ASCII.GetBytes(
        $"POST {path} HTTP/1.1\r\nHost: bench\r\n{Bearer(token)}Content-Type: application/json\r\nContent-Length: {json.Length}\r\n\r\n{json}");

    /// <param name="signature">A whole header.</param>
    public static byte[] Notification(string path, string signature, string json) => Encoding.UTF8.GetBytes(
        $"POST {path} HTTP/1.1\r\nHost: bench\r\n{signature}\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(json)}\r\n\r\n{json}");

    static string Bearer(string? token) => token is null ? "" : $"Authorization: Bearer {token}\r\n";

    /// <exception cref="InvalidOperationException">The answer has another status than the one that is expected.</exception>
    public async ValueTask Ask(byte[] request, int expected)
    {
        await _socket.SendAsync(request);
        var headers = await ReadHeaders();
        var status = Status(_buffer.AsSpan(_start));
        var (length, chunked) = Length(_buffer.AsSpan(_start, headers));
        if (status != expected)
        {
            var said = Encoding.UTF8.GetString(_buffer, _start, _end - _start);
            throw new InvalidOperationException($"Expected {expected}, was answered: {said}");
        }

        _start += headers;
        if (chunked)
        {
            while (await SkipChunk())
            {
            }
        }
        else
        {
            await Skip(length);
        }
    }

    async ValueTask<int> ReadHeaders()
    {
        while (true)
        {
            if (_buffer.AsSpan(_start, _end - _start).IndexOf("\r\n\r\n"u8) is >= 0 and var at)
            {
                return at + HeadersEnd;
            }

            await Fill();
        }
    }

    static int Status(ReadOnlySpan<byte> headers) => Utf8Parser.TryParse(headers["HTTP/1.1 ".Length..], out int status, out _) ? status : 0;

    static (int Length, bool Chunked) Length(ReadOnlySpan<byte> headers)
    {
        if (headers.IndexOf("\r\nContent-Length: "u8) is >= 0 and var at && Utf8Parser.TryParse(headers[(at + 18)..], out int length, out _))
        {
            return (length, false);
        }

        return (0, headers.IndexOf("\r\nTransfer-Encoding: chunked"u8) >= 0);
    }

    /// <returns>False after the last chunk.</returns>
    async ValueTask<bool> SkipChunk()
    {
        int at;
        while ((at = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n"u8)) < 0)
        {
            await Fill();
        }

        if (!Utf8Parser.TryParse(_buffer.AsSpan(_start, at), out int length, out _, 'x'))
        {
            throw new InvalidOperationException("The answer's chunks are not understood.");
        }

        _start += at + 2;
        await Skip(length + 2);
        return length > 0;
    }

    async ValueTask Skip(int length)
    {
        while (_end - _start < length)
        {
            length -= _end - _start;
            _start = _end;
            await Fill();
        }

        _start += length;
    }

    async ValueTask Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        var read = await _socket.ReceiveAsync(_buffer.AsMemory(_end));
        _end += read > 0 ? read : throw new InvalidOperationException("The server closed the connection.");
    }

    public void Dispose() => _socket.Dispose();
}
