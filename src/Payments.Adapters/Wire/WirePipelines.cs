using System.Collections.Concurrent;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace Payments.Adapters.Wire;

/// <summary>How a call is sent: once, or up to three times where that is safe. All calls to one host share its circuit breaker.</summary>
/// <param name="again">Whether an answer is worth another send, by the provider's own rule.</param>
sealed class WirePipelines(GatewayOptions options, Func<WireAnswer, bool> again)
{
    const int Tries = 3;
    static readonly TimeSpan CircuitSampling = TimeSpan.FromSeconds(30);
    static readonly TimeSpan CircuitBreak = TimeSpan.FromSeconds(15);

    // Hosts come from a provider's table of regions, so they are few.
    readonly ConcurrentDictionary<string, Host> hosts = new(StringComparer.Ordinal);

    sealed record Host(ResiliencePipeline<WireAnswer> Once, ResiliencePipeline<WireAnswer> Repeated);

    public ResiliencePipeline<WireAnswer> For(WireCall call)
    {
        var host = hosts.GetOrAdd(call.Address.Authority, _ => Build());
        return call.Again ? host.Repeated : host.Once;
    }

    Host Build()
    {
        var breaker = new ResiliencePipelineBuilder<WireAnswer>().AddCircuitBreaker(Breaker()).Build();
        var once = new ResiliencePipelineBuilder<WireAnswer>().AddPipeline(breaker).AddTimeout(options.TotalTimeout).Build();
        var repeated = new ResiliencePipelineBuilder<WireAnswer>()
            .AddTimeout(options.TotalTimeout).AddRetry(Retry()).AddPipeline(breaker).AddTimeout(options.AttemptTimeout).Build();
        return new(once, repeated);
    }

    CircuitBreakerStrategyOptions<WireAnswer> Breaker() => new()
    {
        FailureRatio = 0.5,
        MinimumThroughput = options.CircuitThroughput,
        SamplingDuration = CircuitSampling,
        BreakDuration = CircuitBreak,
        ShouldHandle = new PredicateBuilder<WireAnswer>().Handle<HttpRequestException>().Handle<TimeoutRejectedException>()
            .Handle<OperationCanceledException>(e => e.InnerException is TimeoutException).HandleResult(answer => answer.Status >= 500),
    };

    RetryStrategyOptions<WireAnswer> Retry() => new()
    {
        MaxRetryAttempts = Tries - 1,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        Delay = options.RetryDelay,
        MaxDelay = options.LongestRetryDelay,
        DelayGenerator = args => ValueTask.FromResult(args.Outcome.Result?.RetryAfter),
        ShouldHandle = new PredicateBuilder<WireAnswer>().Handle<HttpRequestException>().Handle<TimeoutRejectedException>()
            .Handle<OperationCanceledException>(e => e.InnerException is TimeoutException)
            .HandleResult(answer => again(answer) && (answer.RetryAfter ?? TimeSpan.Zero) <= options.LongestRetryDelay),
    };
}
