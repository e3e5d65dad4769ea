using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Booking.Service.Hosting;

/// <summary>What every feature stands on: configuration, logs, problems, limits, headers, health. No feature is named here.</summary>
public static class Shell
{
    /// <summary>The longest request body in bytes; an endpoint that needs more says so in its metadata.</summary>
    public const int BodyLimit = 64 * 1024;

    /// <summary>Of one node at once; the next one is closed unanswered.</summary>
    const int Connections = 10_000;

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
        builder.Services.AddSingleton<SessionStamps>();
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
        SessionStamps.Use(app);
        app.UseRateLimiter();
        app.UseAuthorization();
        app.Use(RequestConditions.TakeFingerprint);
        Health.Map(app);
        OpenApi.Map(app);
    }

    static void LimitKestrel(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = BodyLimit;
        kestrel.Limits.MaxRequestLineSize = 8 * 1024;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        kestrel.Limits.MaxRequestHeaderCount = 100;
        kestrel.Limits.MaxRequestBufferSize = 128 * 1024;
        kestrel.Limits.MaxResponseBufferSize = 64 * 1024;
        kestrel.Limits.MaxConcurrentConnections = Connections;
        // Nothing here is ever upgraded: live answers are server-sent events.
        kestrel.Limits.MaxConcurrentUpgradedConnections = 0;
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(130);
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        // Whoever sends or takes a body more slowly than this, over 5 seconds, is cut off.
        kestrel.Limits.MinRequestBodyDataRate = new(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
        kestrel.Limits.MinResponseDataRate = new(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
        kestrel.Limits.Http2.MaxStreamsPerConnection = 100;
    }
}
