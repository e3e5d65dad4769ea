using Microsoft.AspNetCore.Antiforgery;

namespace Booking.Service.Web;

/// <summary>Through which every page goes: its headers, and that a form comes from a page of ours.</summary>
static class PageDoor
{
    /// <summary>Everything from here and nothing from anywhere else; no script or style but from files.</summary>
    public const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>A group for pages. Each says by a policy who may open it.</summary>
    public static RouteGroupBuilder Pages(this IEndpointRouteBuilder app) =>
        app.MapGroup("").ExcludeFromDescription().AddEndpointFilter(Pass);

    public static void Headers(HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy = ContentPolicy;
        (response.Headers.CacheControl, response.Headers.Pragma) = ("no-cache, no-store", "no-cache");
        response.Headers.Vary = "Cookie, Accept-Language";
        // The one page that tries them says so itself.
        response.Headers["Permissions-Policy"] = "camera=(), microphone=()";
    }

    static async ValueTask<object?> Pass(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var http = invocation.HttpContext;
        Headers(http.Response);
        if (!HttpMethods.IsGet(http.Request.Method) && !await IsOurs(http))
            return Show.Page<TroublePage, Trouble>(new(StatusCodes.Status400BadRequest, "form-out-of-date", "", Problems.TraceId(http), PagePaths.Above(http)), StatusCodes.Status400BadRequest);
        return await next(invocation);
    }

    // Of what is no form that can be read there is nothing to compare.
    static async Task<bool> IsOurs(HttpContext http)
    {
        try
        {
            return Form.IsForm(http.Request) && await http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http);
        }
        catch (AntiforgeryValidationException)
        {
            return false;
        }
    }
}
