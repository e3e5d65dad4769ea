using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Schedules;
using NodaTime;

namespace Booking.Service.Availability;

/// <summary>
/// Availability as a stream of server-sent events: a <c>slot</c> for every start whose answer changes, whoever changed it and on whichever
/// node. It begins with a comment once nothing is missed any more: who connects first and asks for the list then knows everything. With
/// <c>Last-Event-ID</c> the present state of every slot comes first; what is not named there is not offered any more.
/// </summary>
public static class LiveAvailability
{
    const string RetryAfterSeconds = "5";

    static readonly Refusal TooMany = new("too-many-streams", "Too many calendars are being watched.", StatusCodes.Status429TooManyRequests);
    static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);
    static readonly byte[] Opening = ": from here on every change is told\nretry: 2000\n\n"u8.ToArray(), Beat = ":\n\n"u8.ToArray();

    public static void Map(IEndpointRouteBuilder app)
    {
        // Made now and not by the first watcher, so that it hears of the clock from the start.
        _ = app.ServiceProvider.GetRequiredService<LiveCalendars>();
        app.MapGet("/api/doctors/{id}/availability/live", Get).RequireAuthorization(Policies.Anyone)
            .Produces<string>(200, "text/event-stream").Produces<Problem>(400, "application/problem+json")
            .Produces<Problem>(404, "application/problem+json").Produces<Problem>(503, "application/problem+json");
    }

    static async Task<IResult> Get(
        Guid id, string from, string to, string? timeZone, string? type, HttpContext http, CalendarReader calendars, LiveCalendars live, SessionStamps sessions, IClock clock,
        IHostApplicationLifetime lifetime, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var (first, last, asked, what) = GetAvailability.Read(errors, from, to, timeZone, type);
        if (errors.Any)
        {
            return Problems.Invalid(http, errors.ToDictionary());
        }

        var now = clock.GetCurrentInstant();
        if (await calendars.Read(new(id), what, now, now, now, own: null, ct) is not { } calendar || !await SeenCalendars.MaySee(http, calendar.Facts))
        {
            return Refusals.NotFound.Problem(http);
        }

        // The dates are those of the zone as it is now; a doctor who moves ends no stream.
        var zone = asked ?? calendar.Facts.Zone;
        var span = new Interval(LocalEdge.StartOfDay(first, zone), LocalEdge.StartOfDay(last.PlusDays(1), zone));
        if (lifetime.ApplicationStopping.IsCancellationRequested
            || live.Join(new(id), what, span, http.Request.Headers.ContainsKey("Last-Event-ID"), RateLimits.AddressOf(http)) is not { } watcher)
        {
            http.Response.Headers.RetryAfter = RetryAfterSeconds;
            return lifetime.ApplicationStopping.IsCancellationRequested ? Problems.Of(http, StatusCodes.Status503ServiceUnavailable) : TooMany.Problem(http);
        }

        try
        {
            await Stream(http, watcher, sessions, lifetime.ApplicationStopping);
        }
        finally
        {
            live.Leave(new(id), what, watcher);
        }

        return Results.Empty;
    }

    /// <summary>Until the reader goes or is too slow, or their session or the process ends: then the stream ends as a whole one does, and the reader finds another node, or that they are nobody.</summary>
    static async Task Stream(HttpContext http, LiveWatcher watcher, SessionStamps sessions, CancellationToken stopping)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping, watcher.Dropped);
        try
        {
            await watcher.Ready.WaitAsync(end.Token);
            http.Response.ContentType = "text/event-stream";
            http.Response.Headers["X-Accel-Buffering"] = "no";
            var piece = Opening;
            while (await sessions.StillCurrent(http.User, end.Token))
            {
                await Write(http, piece, end.Token);
                piece = await watcher.Next(Heartbeat, end.Token) ?? Beat;
            }
        }
        catch (OperationCanceledException)
        {
            if (watcher.Dropped.IsCancellationRequested)
            {
                http.Abort();
            }
        }
    }

    static async Task Write(HttpContext http, byte[] piece, CancellationToken ct)
    {
        await http.Response.Body.WriteAsync(piece, ct);
        await http.Response.Body.FlushAsync(ct);
    }
}
