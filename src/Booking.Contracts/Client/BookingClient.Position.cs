using System.Globalization;
using System.Net.Http.Headers;

namespace Booking.Contracts;

public sealed partial class BookingClient
{
    /// <summary>The header by which a change tells its place in the service's log, and a read how far its answer must reach.</summary>
    public const string PositionHeader = "Booking-Position";

    readonly Lock reaching = new();
    string? position;

    /// <summary>
    /// The furthest place in the log that a change of this client was told: two hexadecimal numbers, <c>16/B374D848</c>. Every read sends it, so that it sees
    /// those changes wherever it is answered. Null when there was no change yet, or the service answers all reads from one database. To hand over to
    /// another client of the same person.
    /// </summary>
    public string? Position
    {
        get
        {
            lock (reaching) return position;
        }

        set
        {
            lock (reaching) position = value;
        }
    }

    // Two changes at once may be answered in either order.
    void Reached(HttpResponseHeaders headers)
    {
        if (!headers.TryGetValues(PositionHeader, out var told) || told.SingleOrDefault() is not { } reached) return;
        lock (reaching)
        {
            if (Number(reached) is { } place && !(Number(position) >= place)) position = reached;
        }
    }

    static ulong? Number(string? place) =>
        place?.Split('/') is [var high, var low]
        && uint.TryParse(high, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var upper)
        && uint.TryParse(low, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var lower)
            ? ((ulong)upper << 32) | lower
            : null;
}
