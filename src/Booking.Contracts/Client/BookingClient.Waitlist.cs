namespace Booking.Contracts;

public sealed partial class BookingClient
{
    /// <summary>A patient for themselves; the desk names the patient.</summary>
    public Task<Answer<WaitlistEntry>> JoinWaitlist(WaitlistRequest request, string? idempotencyKey = null, CancellationToken ct = default) =>
        Post<WaitlistRequest, WaitlistEntry>(new("/api/waitlist"), request, idempotencyKey, ifMatch: null, ct);

    /// <summary>Those who wait: a patient's own wishes; everybody's for the desk.</summary>
    /// <param name="doctorId">Null means at all doctors.</param>
    public Task<Answer<Page<WaitlistEntry>>> Waitlist(Guid? doctorId = null, PageQuery page = default, CancellationToken ct = default) =>
        Get<Page<WaitlistEntry>>(new Url("/api/waitlist").With("doctorId", doctorId).With(page), ct);

    public Task<Answer<WaitlistEntry>> WaitlistEntry(Guid id, CancellationToken ct = default) => Get<WaitlistEntry>(new($"/api/waitlist/{id}"), ct);

    /// <summary>What is held for the entry goes back too. Also 204 when repeated.</summary>
    public Task<Answer<Nothing>> LeaveWaitlist(
        Guid id, string? idempotencyKey = null, string? ifMatch = null, CancellationToken ct = default) =>
        Delete(new($"/api/waitlist/{id}"), idempotencyKey, ifMatch, ct);
}
