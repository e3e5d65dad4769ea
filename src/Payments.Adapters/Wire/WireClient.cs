using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.Logging;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Payments.Adapters.Wire;

/// <summary>
/// Sends calls to one provider and says what is known when no answer came. Logs operation, status, duration and the provider's id of
/// the request, and nothing that was sent or received.
/// </summary>
sealed class WireClient(string provider, GatewayOptions options, Func<WireAnswer, bool> again, ILogger logger) : IDisposable
{
    const int LargestBody = 1024 * 1024;
    static readonly string[] RequestIdHeaders = ["Request-Id", "X-Razorpay-Request-Id", "X-Request-Id"];

    readonly WirePipelines pipelines = new(options, again);
    readonly HttpClient http = Client(options);
    readonly string name = WireTelemetry.Label(provider);

    public async Task<WireAnswer> Send(WireCall call, CancellationToken ct)
    {
        using var activity = WireTelemetry.Start(name, call);
        var began = Stopwatch.GetTimestamp();
        WireAnswer? answer = null;
        try
        {
            return answer = await Try(call, ct);
        }
        finally
        {
            WireTelemetry.End(name, call, began, answer, activity);
        }
    }

    async Task<WireAnswer> Try(WireCall call, CancellationToken ct)
    {
        var doubtful = false;
        try
        {
            var answer = await pipelines.For(call).ExecuteAsync(Attempt, ct);
            return answer.WithDoubt(doubtful);
        }
        catch (BrokenCircuitException e)
        {
            return WireAnswer.None(call.Reads, new GatewayFailure.Transient("circuit open", e.RetryAfter)).WithDoubt(doubtful);
        }
        catch (Exception e) when (IsLoss(e) && !ct.IsCancellationRequested)
        {
            var lost = WireAnswer.None(call.Reads, new GatewayFailure.Transient(Cause(e)));
            return lost.WithDoubt(doubtful);
        }

        async ValueTask<WireAnswer> Attempt(CancellationToken token)
        {
            var started = Stopwatch.GetTimestamp();
            try
            {
                using var message = call.Message();
                using var response = await http.SendAsync(message, HttpCompletionOption.ResponseContentRead, token);
                var answer = await Read(call, response, started, token);
                doubtful |= answer.Status >= 500;
                return answer;
            }
            catch (Exception e) when (IsLoss(e))
            {
                doubtful |= !NeverSent(e);
                Log(call, e, started);
                throw;
            }
        }
    }

    public void Dispose() => http.Dispose();

    async Task<WireAnswer> Read(WireCall call, HttpResponseMessage response, long started, CancellationToken token)
    {
        var json = JsonReading.Parse(await response.Content.ReadAsByteArrayAsync(token));
        var request = RequestIdHeaders.Select(name => First(response, name)).FirstOrDefault(id => id is not null) ?? json.Text("trace");
        logger.LogInformation(
            "{Provider} {Operation} answered {Status} in {Milliseconds:0} ms, request {RequestId}",
            provider, call.Operation, (int)response.StatusCode, Stopwatch.GetElapsedTime(started).TotalMilliseconds, Names.Code(request, "unnamed"));
        return new(call.Reads, (int)response.StatusCode, json, Wait(response), ShouldRetry(First(response, "Stripe-Should-Retry")));
    }

    void Log(WireCall call, Exception e, long started) => logger.LogWarning(
        "{Provider} {Operation} got no answer in {Milliseconds:0} ms: {Cause}",
        provider, call.Operation, Stopwatch.GetElapsedTime(started).TotalMilliseconds, Cause(e));

    // Only seconds are documented by the providers; a date would need a clock that agrees with theirs.
    static TimeSpan? Wait(HttpResponseMessage response) => response.Headers.RetryAfter?.Delta;

    static bool? ShouldRetry(string? header) => bool.TryParse(header, out var value) ? value : null;

    static string? First(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    static bool IsLoss(Exception e) => e is HttpRequestException or IOException or OperationCanceledException or TimeoutRejectedException;

    static bool NeverSent(Exception e) =>
        e is HttpRequestException
        {
            HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError
                or HttpRequestError.ProxyTunnelError,
        }
        || e is OperationCanceledException { InnerException: TimeoutException };

    static string Cause(Exception e) => e is HttpRequestException { HttpRequestError: var error } ? $"no answer ({error})" : "no answer in time";

    static HttpClient Client(GatewayOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = options.ConnectTimeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            UseCookies = false,
            // Our trace ids are no business of a provider's; the span of the call is kept.
            ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
        };
        return new(handler) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = LargestBody };
    }
}
