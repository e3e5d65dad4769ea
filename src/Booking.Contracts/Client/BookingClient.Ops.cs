namespace Booking.Contracts;

public sealed partial class BookingClient
{
    /// <summary>Checks every invariant over the whole database.</summary>
    public Task<Answer<VerifyAnswer>> Verify(CancellationToken ct = default) =>
        Post<VerifyAnswer>(new("/ops/verify"), idempotencyKey: null, ifMatch: null, ct);

    public Task<Answer<ItemList<ProjectionItem>>> Projections(CancellationToken ct = default) =>
        Get<ItemList<ProjectionItem>>(new("/ops/projections"), ct);

    /// <summary>Makes a projection anew beside the live one and puts it in its place. The answer is how it begins.</summary>
    public Task<Answer<RebuildAnswer>> Rebuild(string projection, CancellationToken ct = default) =>
        Post<RebuildAnswer>(RebuildOf(projection), idempotencyKey: null, ifMatch: null, ct);

    /// <summary>How the rebuild stands, or how the last one ended.</summary>
    public Task<Answer<RebuildAnswer>> RebuildStatus(string projection, CancellationToken ct = default) => Get<RebuildAnswer>(RebuildOf(projection), ct);

    /// <summary>Cancels a rebuild; after one that is done, drops the tables that it replaced.</summary>
    public Task<Answer<Nothing>> EndRebuild(string projection, CancellationToken ct = default) =>
        Delete(RebuildOf(projection), idempotencyKey: null, ifMatch: null, ct);

    static Url RebuildOf(string projection) => new($"/ops/projections/{Uri.EscapeDataString(projection)}/rebuild");

    public Task<Answer<Page<OutboxItem>>> Outbox(PageQuery page = default, CancellationToken ct = default) =>
        Get<Page<OutboxItem>>(new Url("/ops/outbox").With(page), ct);

    public Task<Answer<Page<DeadLetterItem>>> DeadLetters(PageQuery page = default, CancellationToken ct = default) =>
        Get<Page<DeadLetterItem>>(new Url("/ops/dead-letters").With(page), ct);

    public Task<Answer<Nothing>> ReplayDeadLetter(Guid id, string? idempotencyKey = null, CancellationToken ct = default) =>
        Post<Nothing>(new($"/ops/dead-letters/{id}/replay"), idempotencyKey, ifMatch: null, ct);

    public Task<Answer<Nothing>> DiscardDeadLetter(Guid id, string? idempotencyKey = null, CancellationToken ct = default) =>
        Delete(new($"/ops/dead-letters/{id}"), idempotencyKey, ifMatch: null, ct);

    public Task<Answer<StreamAnswer>> Stream(Guid id, PageQuery page = default, CancellationToken ct = default) =>
        Get<StreamAnswer>(new Url($"/ops/streams/{id}").With(page), ct);

    /// <param name="after">A sequence; the events behind it, oldest first.</param>
    public Task<Answer<Page<EventItem>>> Events(long after = 0, int? limit = null, CancellationToken ct = default) =>
        Get<Page<EventItem>>(new Url("/ops/events").With("after", after).With("limit", limit), ct);

    /// <summary>Development only, as are the calls below.</summary>
    public Task<Answer<ClockAnswer>> Clock(CancellationToken ct = default) => Get<ClockAnswer>(new("/dev/clock"), ct);

    public Task<Answer<ClockAnswer>> AdvanceClock(Duration by, CancellationToken ct = default) => MoveClock(new(Advance: by), ct);

    public Task<Answer<ClockAnswer>> SetClock(Instant now, CancellationToken ct = default) => MoveClock(new(Now: now), ct);

    public Task<Answer<ClockAnswer>> ResetClock(CancellationToken ct = default) => MoveClock(new(Reset: true), ct);

    public Task<Answer<ItemList<MailItem>>> Mail(CancellationToken ct = default) => Get<ItemList<MailItem>>(new("/dev/mail"), ct);

    Task<Answer<ClockAnswer>> MoveClock(ClockRequest request, CancellationToken ct) =>
        Post<ClockRequest, ClockAnswer>(new("/dev/clock"), request, idempotencyKey: null, ifMatch: null, ct);

    /// <param name="all">Also those that are resolved.</param>
    public Task<Answer<Page<AnomalyItem>>> Anomalies(bool all = false, PageQuery page = default, CancellationToken ct = default) =>
        Get<Page<AnomalyItem>>(new Url("/ops/anomalies").With("all", all ? "true" : (string?)null).With(page), ct);

    public Task<Answer<AnomalyItem>> Anomaly(string id, CancellationToken ct = default) => Get<AnomalyItem>(new($"/ops/anomalies/{Uri.EscapeDataString(id)}"), ct);

    public Task<Answer<Nothing>> ResolveAnomaly(string id, ResolveRequest request, string? idempotencyKey = null, CancellationToken ct = default) =>
        Post<ResolveRequest, Nothing>(new($"/ops/anomalies/{Uri.EscapeDataString(id)}/resolve"), request, idempotencyKey, ifMatch: null, ct);
}
