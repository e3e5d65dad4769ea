using Booking.EventStore;
using Booking.Contracts;
using Booking.Service.Web;
using Npgsql;
using NpgsqlTypes;

namespace Booking.Service.Replicas;

/// <summary>
/// Read-your-writes over replicas. The answer to every change carries the primary's place in its log in <c>Booking-Position</c>; a read that
/// sends it back is answered by who has come so far. Refusals carry it too: they were made of what a reader should see next. Browsers are given it as a cookie.
/// </summary>
sealed class Positions(RequestDelegate next, NpgsqlDataSource dataSource, ILogger<Positions> log)
{
    /// <summary>Told when the place is not known: no replica ever gets so far, so the primary answers.</summary>
    const string Beyond = "FFFFFFFF/FFFFFFFF";

    const string Cookie = "booking-position";

    /// <summary>Longer than a replica that answers can be behind.</summary>
    static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(5);

    public Task InvokeAsync(HttpContext context)
    {
        var isPage = PagePaths.IsPage(context.Request);
        if (isPage && context.Request.Cookies[Cookie] is { } seen)
        {
            context.Request.Headers[BookingClient.PositionHeader] = seen;
        }

        if ((isPage || context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal)) && !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.OnStarting(() => Tell(context.Response, isPage));
        }

        return next(context);
    }

    /// <returns>False for what is no position: who sent it has seen nobody knows what.</returns>
    public static bool TryRead(HttpRequest request, out NpgsqlLogSequenceNumber? position)
    {
        var sent = request.Headers[BookingClient.PositionHeader];
        position = sent.Count == 1 && NpgsqlLogSequenceNumber.TryParse(sent.ToString(), out var read) ? read : null;
        return sent.Count == 0 || position is not null;
    }

    async Task Tell(HttpResponse response, bool asCookie)
    {
        if (response.StatusCode >= StatusCodes.Status500InternalServerError)
        {
            return;
        }

        if (asCookie)
        {
            response.Cookies.Append(Cookie, await Current(), new() { HttpOnly = true, Secure = response.HttpContext.Request.IsHttps, SameSite = SameSiteMode.Lax, MaxAge = KeptFor, IsEssential = true });
        }
        else
        {
            response.Headers[BookingClient.PositionHeader] = await Current();
        }
    }

    /// <summary>Asked after the commit, because its record comes after everything that the transaction could have read.</summary>
    async Task<string> Current()
    {
        try
        {
            await using var command = dataSource.CreateCommand("select pg_current_wal_insert_lsn()::text");
            command.CommandTimeout = 2;
            return (string?)await command.ExecuteScalarAsync(CancellationToken.None) ?? Beyond;
        }
        catch (NpgsqlException lost)
        {
            log.LogWarning(lost, "The position after a change is not known");
            return Beyond;
        }
    }
}
