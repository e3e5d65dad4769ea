using Microsoft.AspNetCore.Routing.Patterns;

namespace Booking.Service.Web;

/// <summary>Which addresses are for people in browsers: all but those that programs hold on to.</summary>
static class PagePaths
{
    static readonly PathString[] OfPrograms = ["/api", "/ops", "/webhooks", "/health", "/openapi", "/metrics", "/dev", "/feeds"];

    public static bool IsPage(HttpRequest request)
    {
        foreach (var start in OfPrograms)
            if (request.Path.StartsWithSegments(start, StringComparison.OrdinalIgnoreCase))
                return false;
        return true;
    }

    /// <summary>Where whoever sent a form is led back to from the sign-in, by GET: its own address where a page stands there, else the nearest one above it.</summary>
    public static string Above(HttpContext context)
    {
        var pages = context.RequestServices.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains(HttpMethods.Get) is true).ToList();
        var segments = context.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        while (segments.Length > 0 && !pages.Exists(page => Stands(page.RoutePattern, segments)))
            segments = segments[..^1];
        return new PathString("/" + string.Join('/', segments)).ToUriComponent();
    }

    static bool Stands(RoutePattern pattern, string[] segments) =>
        pattern.PathSegments.Count == segments.Length && pattern.PathSegments.Zip(segments).All(part =>
            part.First.Parts is not [RoutePatternLiteralPart literal] || literal.Content.Equals(part.Second, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whoever asks reads HTML, so errors come as a page.</summary>
    public static bool WantsPage(HttpRequest request) => IsPage(request) && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}
