namespace Booking.Contracts;

public sealed partial class BookingClient
{
    /// <summary>Rates a visit that took place, once; its patient only.</summary>
    public Task<Answer<ReviewAnswer>> WriteReview(
        Guid appointment, ReviewRequest request, string? idempotencyKey = null, string? ifMatch = null, CancellationToken ct = default) =>
        Post<ReviewRequest, ReviewAnswer>(OfAppointment(appointment, "/review"), request, idempotencyKey, ifMatch, ct);

    /// <summary>What its patient wrote of a visit.</summary>
    public Task<Answer<ReviewAnswer>> Review(Guid appointment, CancellationToken ct = default) =>
        Get<ReviewAnswer>(OfAppointment(appointment, "/review"), ct);

    /// <summary>A doctor's reviews as everybody sees them, the newest first.</summary>
    public Task<Answer<Page<PublicReview>>> ReviewsOf(Guid doctor, PageQuery page = default, CancellationToken ct = default) =>
        Get<Page<PublicReview>>(OfDoctor(doctor, "/reviews").With(page), ct);

    /// <summary>Ops: reviews of any doctor, the oldest first.</summary>
    /// <param name="status">Null means all.</param>
    public Task<Answer<Page<ReviewAnswer>>> Reviews(ReviewStatus? status = null, PageQuery page = default, CancellationToken ct = default) =>
        Get<Page<ReviewAnswer>>(new Url("/ops/reviews").With("status", status).With(page), ct);

    /// <summary>Ops: the comment becomes public, and the rating counts.</summary>
    public Task<Answer<ReviewAnswer>> ApproveReview(
        Guid review, string? idempotencyKey = null, string? ifMatch = null, CancellationToken ct = default) =>
        Post<ReviewAnswer>(new($"/ops/reviews/{review}/approve"), idempotencyKey, ifMatch, ct);

    /// <summary>Ops: comment and rating are taken away.</summary>
    public Task<Answer<ReviewAnswer>> RejectReview(
        Guid review, string? idempotencyKey = null, string? ifMatch = null, CancellationToken ct = default) =>
        Post<ReviewAnswer>(new($"/ops/reviews/{review}/reject"), idempotencyKey, ifMatch, ct);
}
