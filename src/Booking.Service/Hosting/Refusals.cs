using Booking.EventStore;
using Booking.Service.Metrics;

namespace Booking.Service.Hosting;

/// <summary>Refusals that several features share, and how a refusal becomes a problem.</summary>
public static class Refusals
{
    public static readonly Refusal NotFound = new("not-found", "There is no such thing.", StatusCodes.Status404NotFound);
    public static readonly Refusal Forbidden = new("forbidden", "This account may not do that.", StatusCodes.Status403Forbidden);
    public static readonly Refusal Invalid = new("invalid", "The request is not valid.", StatusCodes.Status400BadRequest);
    public static readonly Refusal Stale = new("version-mismatch", "It has changed since you read it.", StatusCodes.Status412PreconditionFailed);

    public static IResult Problem(this Refusal refusal, HttpContext http)
    {
        if (refusal == Refusal.Busy)
        {
            http.Response.Headers.RetryAfter = "1";
        }

        BookingMeter.Refusals.Add(1, BookingMeter.Tag("http.route", RequestTraces.Route(http)), BookingMeter.Tag("code", refusal.Code));
        return Problems.Of(http, refusal.Status, refusal.Code, refusal.Title, extensions: refusal.Extensions);
    }

    /// <summary>Compares the version that the caller has seen with the one that is there.</summary>
    /// <returns>Null when they agree or the caller did not say.</returns>
    public static Refusal? Expects(this Caller caller, long version) => Expects(caller.IfMatch, version);

    /// <param name="seen">The version that the caller has seen; null when that does not matter.</param>
    /// <inheritdoc cref="Expects(Caller, long)"/>
    public static Refusal? Expects(long? seen, long version) => seen is { } expected && expected != version ? Stale : null;
}
