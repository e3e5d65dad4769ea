namespace Booking.Contracts;

public sealed partial class BookingClient
{
    public Task<Answer<HoldAnswer>> Hold(HoldRequest request, string? idempotencyKey = null, CancellationToken ct = default) =>
        Post<HoldRequest, HoldAnswer>(new("/api/holds"), request, idempotencyKey, ifMatch: null, ct);

    /// <summary>With the first doctor of a set who is free.</summary>
    public Task<Answer<HoldAnswer>> HoldAny(HoldAnyRequest request, string? idempotencyKey = null, CancellationToken ct = default) =>
        Post<HoldAnyRequest, HoldAnswer>(new("/api/holds/any"), request, idempotencyKey, ifMatch: null, ct);

    /// <summary>One's own that live now.</summary>
    public Task<Answer<Page<HoldAnswer>>> Holds(PageQuery page = default, CancellationToken ct = default) =>
        Get<Page<HoldAnswer>>(new Url("/api/holds").With(page), ct);

    /// <summary>One of one's own, also when it is over.</summary>
    public Task<Answer<HoldDetails>> FindHold(Guid id, CancellationToken ct = default) => Get<HoldDetails>(new($"/api/holds/{id}"), ct);

    /// <summary>Once, by the doctor's <see cref="ScheduleRules.HoldMinutes"/> from its old expiry.</summary>
    public Task<Answer<HoldAnswer>> ExtendHold(
        Guid id, string? idempotencyKey = null, string? ifMatch = null, CancellationToken ct = default) =>
        Post<HoldAnswer>(new($"/api/holds/{id}/extend"), idempotencyKey, ifMatch, ct);

    /// <summary>Also 204 when repeated.</summary>
    public Task<Answer<Nothing>> ReleaseHold(
        Guid id, string? idempotencyKey = null, string? ifMatch = null, CancellationToken ct = default) =>
        Delete(new($"/api/holds/{id}"), idempotencyKey, ifMatch, ct);
}
