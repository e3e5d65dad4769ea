using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace Booking.Service.Webhooks;

/// <summary>What came of one attempt.</summary>
/// <param name="StatusCode">Null when nothing was answered.</param>
/// <param name="Error">Null when it was taken; else as in <see cref="Contracts.DeliveryItem"/>.</param>
sealed record WebhookOutcome(int? StatusCode, string? Error, TimeSpan Took)
{
    public bool IsTaken => Error is null;
    public bool IsGone => StatusCode == StatusCodes.Status410Gone;
}

/// <summary>
/// The way out to strangers' endpoints. A name is resolved once and the connection goes to the address that was checked, so no second answer of a
/// name server leads elsewhere. No redirect, proxy, cookie or trace header; nothing of the answer is read but its status.
/// </summary>
sealed class WebhookLine : IDisposable
{
    /// <summary>For one attempt, from the name to the status.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    readonly HttpMessageInvoker http;
    readonly Func<string, CancellationToken, Task<IPAddress[]>> resolve;
    readonly bool loopback;
    readonly TimeSpan timeout;

    /// <param name="loopback">Whether this machine may be reached: in Development only.</param>
    /// <param name="resolve">Null for the machine's own resolver.</param>
    /// <param name="timeout">Null for 15 seconds.</param>
    public WebhookLine(bool loopback, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null, TimeSpan? timeout = null)
    {
        (this.loopback, this.resolve, this.timeout) = (loopback, resolve ?? Dns.GetHostAddressesAsync, timeout ?? Patience);
        http = new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false, UseCookies = false, UseProxy = false, ConnectTimeout = Patience, ConnectCallback = Connect,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2), MaxConnectionsPerServer = 16, MaxResponseHeadersLength = 16, MaxResponseDrainSize = 1024,
            ResponseDrainTimeout = TimeSpan.FromSeconds(1),
            // An address may hold what only its owner should know, and a trace would tell it.
            ActivityHeadersPropagator = null,
        });
    }

    /// <exception cref="OperationCanceledException">Only when the caller gave up.</exception>
    public async Task<WebhookOutcome> Send(Uri url, string id, long timestamp, string signature, byte[] body, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(timeout);
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", signature);
        request.Headers.UserAgent.Add(new("Booking-Webhooks", "1"));
        var began = Stopwatch.GetTimestamp();
        try
        {
            using var answer = await http.SendAsync(request, limit.Token);
            return new((int)answer.StatusCode, answer.IsSuccessStatusCode ? null : "status", Stopwatch.GetElapsedTime(began));
        }
        catch (Exception e) when (!ct.IsCancellationRequested && e is HttpRequestException or OperationCanceledException or IOException)
        {
            return new(null, Reason(e), Stopwatch.GetElapsedTime(began));
        }
    }

    public void Dispose() => http.Dispose();

    async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await resolve(host, ct);
        var allowed = addresses.Where(address => PublicAddresses.Allows(address, loopback)).ToArray();
        if (allowed.Length == 0)
        {
            throw new AddressRefusedException();
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>In a word of ours: what an exception says may name hosts inside the house.</summary>
    static string Reason(Exception e) => e switch
    {
        OperationCanceledException => "timeout",
        HttpRequestException { InnerException: AddressRefusedException } => "address-refused",
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } or { InnerException: SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } } => "name-not-found",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "tls",
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } or { InnerException: SocketException } => "connection",
        _ => "protocol",
    };

    sealed class AddressRefusedException : Exception;
}
