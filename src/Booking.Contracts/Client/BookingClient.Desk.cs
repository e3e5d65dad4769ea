namespace Booking.Contracts;

public sealed partial class BookingClient
{
    /// <summary>Why a start is offered or not; <see cref="WhyCode.Free"/> exactly when it could be held.</summary>
    public Task<Answer<WhyAnswer>> Why(Guid doctorId, Instant start, AppointmentType? type = null, CancellationToken ct = default) =>
        Get<WhyAnswer>(OfDoctor(doctorId, "/availability/why").With("start", start).With("type", type), ct);

    /// <summary>A visit that begins now.</summary>
    public Task<Answer<AppointmentAnswer>> WalkIn(
        Guid doctorId, WalkInRequest request, string? idempotencyKey = null, CancellationToken ct = default) =>
        Post<WalkInRequest, AppointmentAnswer>(OfDoctor(doctorId, "/walk-ins"), request, idempotencyKey, ifMatch: null, ct);

    /// <summary>Ticks that refunded cash has left the till. A repeat changes nothing.</summary>
    public Task<Answer<PaymentAnswer>> HandedBack(Guid payment, string? idempotencyKey = null, string? ifMatch = null, CancellationToken ct = default) =>
        Post<PaymentAnswer>(new($"/api/payments/{payment}/handed-back"), idempotencyKey, ifMatch, ct);
}
