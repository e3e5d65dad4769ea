using Microsoft.Extensions.Primitives;

namespace Booking.Service.Hosting;

/// <summary>
/// Headers that every answer carries. They are set before the endpoint runs, so a page or a public list may put its own in their
/// place: a wider content policy, a cache lifetime.
/// </summary>
sealed class SecurityHeaders(RequestDelegate next, IHostEnvironment environment)
{
    static readonly StringValues NoSniff = "nosniff";
    static readonly StringValues NothingLoads = "default-src 'none'; frame-ancestors 'none'";
    static readonly StringValues NoReferrer = "no-referrer";
    static readonly StringValues AYearOfTls = "max-age=31536000; includeSubDomains";
    static readonly StringValues NoStore = "no-store";

    readonly bool https = !environment.IsDevelopment();

    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = NoSniff;
        headers.ContentSecurityPolicy = NothingLoads;
        headers["Referrer-Policy"] = NoReferrer;
        // Browsers ignore it on plain HTTP, and behind a proxy the scheme seen here may not be the user's.
        if (https)
            headers.StrictTransportSecurity = AYearOfTls;
        if (MayHoldPersonalData(context.Request.Path))
            headers.CacheControl = NoStore;
        return next(context);
    }

    static bool MayHoldPersonalData(PathString path) =>
        path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
        || path.StartsWithSegments("/ops", StringComparison.OrdinalIgnoreCase)
        || path.StartsWithSegments("/dev", StringComparison.OrdinalIgnoreCase);
}
