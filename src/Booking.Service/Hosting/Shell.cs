using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Booking.Service.Hosting;

/// <summary>What every feature stands on: configuration, logs, problems, limits, headers, health. No feature is named here.</summary>
public static class Shell
{
    /// <summary>The longest request body in bytes; an endpoint that needs more says so in its metadata.</summary>
    public const int BodyLimit = 64 * 1024;

    static readonly TimeSpan Drain = TimeSpan.FromSeconds(30);

    /// <exception cref="StartupRefusedException">A needed setting is missing or malformed.</exception>
    public static void AddShell(this WebApplicationBuilder builder)
    {
        Logs.Add(builder);
        Database.Add(builder);
        builder.Services.AddSingleton(MasterKeys.From(builder.Configuration, builder.Environment));
        builder.Services.Configure<KestrelServerOptions>(LimitKestrel);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = Drain);
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        builder.Services.ConfigureHttpJsonOptions(json => Json.Configure(json.SerializerOptions));
        Policies.Add(builder.Services);
        Proxies.Add(builder);
        RateLimits.Add(builder);
        Health.Add(builder);
        Telemetry.Add(builder);
        OpenApi.Add(builder.Services);
    }

    // The order is the meaning: an answer of any later step passes the log, the problems and the headers on its way out.
    public static void UseShell(this WebApplication app)
    {
        Proxies.Use(app);
        Health.Use(app);
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<Requests>();
        app.UseRouting();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        Health.Map(app);
        OpenApi.Map(app);
    }

    static void LimitKestrel(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = BodyLimit;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
    }
}
