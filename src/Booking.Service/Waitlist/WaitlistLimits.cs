using NodaTime;

namespace Booking.Service.Waitlist;

/// <summary>Configuration <c>Waitlist</c>.</summary>
public sealed class WaitlistLimits
{
    /// <summary>How long an offer is held, 1 to 1,440, default 30; never past the start.</summary>
    public int OfferMinutes { get; set; } = 30;

    public Duration OfferFor => Duration.FromMinutes(Math.Clamp(OfferMinutes, 1, 1_440));
}
