namespace Booking.Contracts;

public sealed partial class BookingClient
{
    /// <summary>Where the doctor sees patients; for the desk and the doctor.</summary>
    public Task<Answer<VideoAnswer>> Video(Guid doctorId, CancellationToken ct = default) =>
        Get<VideoAnswer>(OfDoctor(doctorId, "/video"), ct);

    /// <summary>Puts it; coming confirmed visits follow.</summary>
    public Task<Answer<VideoAnswer>> SetVideo(
        Guid doctorId, VideoRequest request, string? idempotencyKey = null, string? ifMatch = null, CancellationToken ct = default) =>
        Put<VideoRequest, VideoAnswer>(OfDoctor(doctorId, "/video"), request, idempotencyKey, ifMatch, ct);
}
