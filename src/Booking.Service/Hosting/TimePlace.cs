using NodaTime;
using NodaTime.Text;

namespace Booking.Service.Hosting;

/// <summary>A place in a list that goes by an instant and, of equal ones, by id.</summary>
public sealed record TimePlace(Instant At, Guid Id)
{
    /// <summary>Before everything.</summary>
    public static readonly TimePlace Oldest = new(Instant.FromUnixTimeTicks(0), Guid.Empty);

    /// <summary>Behind everything, for lists whose newest come first.</summary>
    public static readonly TimePlace Newest = new(Instant.FromUtc(2400, 1, 1, 0, 0), Guid.Empty);

    /// <summary>As a cursor keeps it.</summary>
    public string[] Parts => [InstantPattern.ExtendedIso.Format(At), Id.ToString()];

    /// <returns>Null for what no list gave out.</returns>
    public static TimePlace? Parse(string[] parts) =>
        parts is [var at, var id] && QueryFields.Instant(at) is { } instant && instant >= Oldest.At && instant <= Newest.At && Guid.TryParse(id, out var guid)
            ? new(instant, guid) : null;
}
