using NodaTime;

namespace Booking.Service.Waitlist;

/// <summary>Configuration <c>Waitlist</c>.</summary>
public sealed class WaitlistLimits
{
    const int Most = 1_440;

    /// <summary>How long an offer is held, 1 to 1,440, default 30; never past the start.</summary>
    public int OfferMinutes { get; set; } = 30;

    public Duration OfferFor => Duration.FromMinutes(OfferMinutes);

    /// <exception cref="StartupRefusedException">Out of bounds.</exception>
    public static WaitlistLimits Of(IConfiguration configuration)
    {
        var limits = configuration.GetSection("Waitlist").Get<WaitlistLimits>() ?? new();
        return limits.OfferMinutes is >= 1 and <= Most ? limits : throw new StartupRefusedException($"Waitlist:OfferMinutes must be 1 to {Most}.");
    }
}
