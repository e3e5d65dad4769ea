using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace Booking.Service.Hosting;

/// <summary>
/// Gives the request's activity the name and attributes of the OpenTelemetry HTTP conventions, which ASP.NET Core leaves to an
/// instrumentation package. Route patterns only: a path or a query may hold an id or a name.
/// </summary>
static class RequestTraces
{
    public static void Enrich(HttpContext context)
    {
        if (context.Features.Get<IHttpActivityFeature>()?.Activity is not { IsAllDataRequested: true } activity)
            return;
        var route = Route(context);
        var status = context.Response.StatusCode;
        activity.DisplayName = route is null ? context.Request.Method : $"{context.Request.Method} {route}";
        activity.SetTag("http.request.method", context.Request.Method);
        activity.SetTag("http.route", route);
        activity.SetTag("url.scheme", context.Request.Scheme);
        activity.SetTag("http.response.status_code", status);
        if (status >= 500)
            activity.SetStatus(ActivityStatusCode.Error);
    }

    /// <summary>The pattern of the matched route, such as <c>/api/doctors/{id}</c>; null when none matched.</summary>
    public static string? Route(HttpContext context) => (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
}
