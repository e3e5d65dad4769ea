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

    /// <summary>Whoever asks reads HTML, so errors come as a page.</summary>
    public static bool WantsPage(HttpRequest request) => IsPage(request) && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}
