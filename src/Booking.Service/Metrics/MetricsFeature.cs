using Booking.EventStore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Payments.Adapters;

namespace Booking.Service.Metrics;

/// <summary>What can be seen from outside: what is counted, who may read it, and what readiness says beside yes and no.</summary>
public static class MetricsFeature
{
    const string Open = "application/openmetrics-text";

    /// <exception cref="StartupRefusedException">A setting is malformed.</exception>
    public static void Add(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(MetricsDoor.From(builder.Configuration));
        builder.Services.AddSingleton(_ => new MetricStore(Telemetry.Hears));
        builder.Services.AddSingleton<DatabaseGauges>().AddHostedService(services => services.GetRequiredService<DatabaseGauges>());
        builder.Services.AddHealthChecks()
            .AddCheck<OutboxKeepsUp>("outbox", tags: [Health.Ready], timeout: Health.CheckTimeout)
            .AddCheck<ArchiveWorks>("archive", tags: [Health.Ready], timeout: Health.CheckTimeout);
    }

    public static void Model(StoreModel model) => EventCounts.Model(model);

    public static void Map(WebApplication app)
    {
        // Listens from the start, so that nothing goes uncounted until the first scrape.
        app.Services.GetRequiredService<MetricStore>();
        app.Services.GetRequiredService<DatabaseGauges>();
        app.Services.GetRequiredService<PaymentGateways>();
        app.MapGet("/metrics", Get).RequireAuthorization(Policies.Metrics).ExcludeFromDescription();
    }

    static async Task<IResult> Get(HttpContext http, MetricStore store, DatabaseGauges gauges, CancellationToken ct)
    {
        await gauges.Refresh(ct);
        var open = http.Request.Headers.Accept.ToString().Contains(Open, StringComparison.Ordinal);
        return TypedResults.Text(store.Write(open), open ? $"{Open}; version=1.0.0; charset=utf-8" : "text/plain; version=0.0.4; charset=utf-8");
    }

    /// <summary>A node that serves and whose outbox stands still is of use, and somebody should know.</summary>
    sealed class OutboxKeepsUp(DatabaseGauges gauges) : IHealthCheck
    {
        static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(gauges.Value("booking.outbox.oldest_age") > Longest.TotalSeconds ? HealthCheckResult.Degraded() : HealthCheckResult.Healthy());
    }

    sealed class ArchiveWorks(DatabaseGauges gauges) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(gauges.Value("booking.database.archive.failing") > 0 ? HealthCheckResult.Degraded() : HealthCheckResult.Healthy());
    }
}
