using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Booking.Service.Hosting;

/// <summary>
/// <c>/health/live</c> asks nothing of anyone, so that an outage of the database restarts nothing. <c>/health/ready</c> runs the
/// checks tagged <see cref="Ready"/> and is 503 from the moment the process is told to stop. <c>Shutdown:GraceSeconds</c> (default 0)
/// keeps accepting requests that long after, for balancers to notice, and closes each connection behind its answer, so that clients go
/// elsewhere; stopping takes 30 s at most.
/// </summary>
public static class Health
{
    /// <summary>The tag of checks that decide whether this instance gets traffic.</summary>
    public const string Ready = "ready";

    static readonly HttpMethodMetadata ReadOnly = new([HttpMethods.Get, HttpMethods.Head]);
    internal static readonly TimeSpan CheckTimeout = TimeSpan.FromSeconds(2);

    public static void Add(WebApplicationBuilder builder)
    {
        builder.Services.AddHostedService<GracePeriod>();
        builder.Services.AddHealthChecks()
            .AddCheck<NotStopping>("process", tags: [Ready])
            .AddCheck<DatabaseAnswers>("database", tags: [Ready], timeout: CheckTimeout);
    }

    /// <summary>A kept connection would be cut between two requests when the server stops listening, and its client would not know why.</summary>
    public static void Use(WebApplication app) => app.Use(static (context, next) =>
    {
        if (context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested && HttpProtocol.IsHttp11(context.Request.Protocol))
            context.Response.Headers.Connection = "close";
        return next(context);
    });

    public static void Map(WebApplication app)
    {
        app.MapHealthChecks("/health/live", new() { Predicate = _ => false, ResponseWriter = Write }).WithMetadata(ReadOnly).AllowAnonymous();
        app.MapHealthChecks("/health/ready", new() { Predicate = check => check.Tags.Contains(Ready), ResponseWriter = Write }).WithMetadata(ReadOnly).AllowAnonymous();
    }

    static Task Write(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(new
    {
        status = Word(report.Status),
        timeZones = Zones.TzdbVersion,
        checks = report.Entries.ToDictionary(check => check.Key, check => Word(check.Value.Status), StringComparer.Ordinal),
    });

    static string Word(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "healthy",
        HealthStatus.Degraded => "degraded",
        _ => "unhealthy",
    };

    sealed class NotStopping(IHostApplicationLifetime lifetime) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(lifetime.ApplicationStopping.IsCancellationRequested ? HealthCheckResult.Unhealthy() : HealthCheckResult.Healthy());
    }

    sealed class DatabaseAnswers(NpgsqlDataSource database) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                await using var command = database.CreateCommand("select 1");
                await command.ExecuteScalarAsync(cancellationToken);
                return HealthCheckResult.Healthy();
            }
            catch (NpgsqlException lost)
            {
                return HealthCheckResult.Unhealthy(exception: lost);
            }
        }
    }

    // The server stops listening when hosted services stop; what must happen before that stands in StoppingAsync.
    sealed class GracePeriod(IConfiguration configuration) : IHostedLifecycleService
    {
        public Task StoppingAsync(CancellationToken cancellationToken) =>
            Task.Delay(TimeSpan.FromSeconds(configuration.GetValue("Shutdown:GraceSeconds", 0)), cancellationToken);

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
