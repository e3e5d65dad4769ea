using NodaTime;
using NodaTime.Text;

namespace Booking.Service.Webhooks;

/// <summary>Where an endpoint or a delivery stands in its list.</summary>
sealed record DeliveryPlace(Instant At, Guid Id)
{
    public static readonly DeliveryPlace Newest = new(Instant.FromUtc(2400, 1, 1, 0, 0), Guid.Empty);

    public string[] Parts => [InstantPattern.ExtendedIso.Format(At), Id.ToString()];

    public static DeliveryPlace? Parse(string[] parts) =>
        parts is [var at, var id] && QueryFields.Instant(at) is { } instant && Guid.TryParse(id, out var guid) ? new(instant, guid) : null;
}
