namespace Booking.Service.Availability;

/// <summary>Configuration <c>LiveAvailability</c>: how many streams this process keeps open.</summary>
public sealed class LiveLimits
{
    /// <summary>In all, default 2,000.</summary>
    public int Streams { get; set; } = 2_000;

    /// <summary>Of one address (IPv6: its /64), default 20.</summary>
    public int StreamsPerAddress { get; set; } = 20;

    /// <exception cref="StartupRefusedException">Fewer than one.</exception>
    public static LiveLimits Of(IConfiguration configuration)
    {
        var limits = configuration.GetSection("LiveAvailability").Get<LiveLimits>() ?? new();
        return limits is { Streams: >= 1, StreamsPerAddress: >= 1 }
            ? limits
            : throw new StartupRefusedException("LiveAvailability:Streams and LiveAvailability:StreamsPerAddress must be 1 or more.");
    }
}
