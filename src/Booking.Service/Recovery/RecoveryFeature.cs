using Booking.EventStore.Outbox;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Booking.Service.Recovery;

/// <summary>What a node says of itself after a restore.</summary>
static class RecoveryFeature
{
    public static void Add(IServiceCollection services) => services.AddHealthChecks()
        .AddCheck<Quarantined>("quarantine", tags: [Health.Ready], timeout: Health.CheckTimeout);

    /// <summary>Whoever books while nothing goes out gets no page to pay at and no letter, so no node is ready.</summary>
    sealed class Quarantined(OutboxQuarantine quarantine) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                return await quarantine.Find(cancellationToken) is null
                    ? HealthCheckResult.Healthy()
                    : HealthCheckResult.Unhealthy("Nothing is sent since a restore. Run: ops/booking recovery reconcile, then recovery end");
            }
            catch (NpgsqlException lost)
            {
                return HealthCheckResult.Unhealthy(exception: lost);
            }
        }
    }
}
