namespace Booking.Service.Erasures;

/// <summary>Erasing patients, and keeping them erased.</summary>
static class ErasuresFeature
{
    const string RetryAfterSeconds = "30";

    public static void Add(IServiceCollection services)
    {
        AddServices(services);
        services.AddSingleton<ErasureKeeper>().AddHostedService(provider => provider.GetRequiredService<ErasureKeeper>());
        services.AddHealthChecks().AddCheck<ErasureKeeper>("erasures", tags: [Health.Ready]);
    }

    /// <summary>What the command line needs of it, too.</summary>
    public static void AddServices(IServiceCollection services) =>
        services.AddSingleton<ErasureLedger>().AddSingleton<ErasureNotes>().AddSingleton<ErasureSweep>()
            .AddSingleton<ErasePatient>().AddSingleton<ErasureReplay>();

    /// <summary>Before the endpoints: whoever was erased is not shown to anybody, whether or not a balancer heeds readiness.</summary>
    public static void Use(WebApplication app)
    {
        var keeper = app.Services.GetRequiredService<ErasureKeeper>();
        app.Use((http, next) =>
        {
            if (keeper.Closed is null || http.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal))
            {
                return next(http);
            }

            http.Response.Headers.RetryAfter = RetryAfterSeconds;
            return Problems.Of(http, StatusCodes.Status503ServiceUnavailable, "erasures-not-replayed", "The database was restored and is not ready to be used.")
                .ExecuteAsync(http);
        });
    }

    public static void Map(IEndpointRouteBuilder app) => ErasePatient.Map(app);
}
