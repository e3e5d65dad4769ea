using Microsoft.AspNetCore.Authentication;

namespace Booking.Service.Web.Desks;

/// <summary>
/// Server-sent events that say no more than <c>changed</c> when something of these doctors' calendars, visits or payments changed, on whichever node; the page
/// then asks for itself anew. One address for all columns of a page, because a browser opens only six connections to a place.
/// </summary>
static class LiveDesk
{
    static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);
    static readonly byte[] Opening = ": from here on every change is told\nretry: 2000\n\n"u8.ToArray(), Beat = ":\n\n"u8.ToArray(), Told = "data: changed\n\n"u8.ToArray();

    /// <param name="doctors">At most as many as a page shows.</param>
    public static string Address(IEnumerable<Guid> doctors) => "/desk/live?" + string.Join('&', doctors.Select(doctor => $"doctor={doctor}"));

    public static void Map(IEndpointRouteBuilder pages) => pages.MapGet("/desk/live", Get).RequireAuthorization(Policies.DeskOrDoctor);

    static async Task<IResult> Get(Guid[] doctor, Viewer viewer, DeskWatchers watchers, SessionStamps sessions, TimeProvider time, IHostApplicationLifetime lifetime, CancellationToken ct)
    {
        var doctors = doctor.Take(Desk.MostDoctors).ToHashSet();
        if (doctors.Any(one => !viewer.Caller.ActsFor(new(one))))
            return TypedResults.StatusCode(StatusCodes.Status403Forbidden);
        if (watchers.Join(viewer.Caller.AccountId!.Value, doctors) is not { } watcher)
            return TypedResults.StatusCode(StatusCodes.Status429TooManyRequests);
        try
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(ct, lifetime.ApplicationStopping);
            await Stream(viewer.Http, watcher, sessions, time, end.Token);
        }
        catch (OperationCanceledException)
        {
            // The page was left, or this node stops: the browser finds another.
        }
        finally
        {
            watchers.Leave(watcher);
        }

        return Results.Empty;
    }

    static async Task Stream(HttpContext http, DeskWatchers.Watcher watcher, SessionStamps sessions, TimeProvider time, CancellationToken ct)
    {
        // Whoever worked on in the meantime has a newer session, with which their browser connects again.
        var ends = http.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Properties?.ExpiresUtc is { } expires ? expires : DateTimeOffset.MaxValue;
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers["X-Accel-Buffering"] = "no";
        var piece = Opening;
        while (time.GetUtcNow() < ends && await sessions.StillCurrent(http.User, ct))
        {
            await http.Response.Body.WriteAsync(piece, ct);
            await http.Response.Body.FlushAsync(ct);
            piece = await watcher.Changed(Heartbeat, ct) ? Told : Beat;
        }
    }
}
