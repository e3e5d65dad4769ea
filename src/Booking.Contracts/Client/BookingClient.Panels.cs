namespace Booking.Contracts;

public sealed partial class BookingClient
{
    /// <summary>Ops: what all panels come to.</summary>
    public Task<Answer<OverviewAnswer>> Overview(CancellationToken ct = default) => Get<OverviewAnswer>(new("/ops/overview"), ct);

    /// <summary>Ops: events of the last hour, and the times of the answering process.</summary>
    public Task<Answer<ActivityAnswer>> Activity(CancellationToken ct = default) => Get<ActivityAnswer>(new("/ops/activity"), ct);

    /// <summary>Ops: what waits and what was given up, by type.</summary>
    public Task<Answer<ItemList<OutboxType>>> OutboxTypes(CancellationToken ct = default) => Get<ItemList<OutboxType>>(new("/ops/outbox/types"), ct);

    /// <summary>Ops: dead letters by what they died of.</summary>
    public Task<Answer<ItemList<DeadLetterGroupItem>>> DeadLetterGroups(CancellationToken ct = default) =>
        Get<ItemList<DeadLetterGroupItem>>(new("/ops/dead-letters/groups"), ct);

    public Task<Answer<DeadLetterGroupAnswer>> DeadLetterGroup(string fingerprint, CancellationToken ct = default) =>
        Get<DeadLetterGroupAnswer>(GroupOf(fingerprint), ct);

    /// <summary>Delivers a whole group again.</summary>
    /// <param name="upTo">The <see cref="DeadLetterGroupItem.Last"/> that was seen: what died after it stays. Null means all that there are by now.</param>
    public Task<Answer<DeadLettersChanged>> ReplayDeadLetters(string fingerprint, Instant? upTo = null, CancellationToken ct = default) =>
        Post<DeadLettersChanged>(GroupOf(fingerprint, "/replay").With("upTo", upTo), idempotencyKey: null, ifMatch: null, ct);

    /// <summary>Deletes a whole group for good.</summary>
    /// <inheritdoc cref="ReplayDeadLetters"/>
    public Task<Answer<DeadLettersChanged>> DiscardDeadLetters(string fingerprint, Instant? upTo = null, CancellationToken ct = default) =>
        Send<DeadLettersChanged>(Change(HttpMethod.Delete, GroupOf(fingerprint).With("upTo", upTo), idempotencyKey: null, ifMatch: null), ct);

    /// <summary>Ops: payments whose provider is still asked, or whose money is on its way or stuck; the longest watched first.</summary>
    public Task<Answer<Page<WatchedPayment>>> WatchedPayments(PageQuery page = default, CancellationToken ct = default) =>
        Get<Page<WatchedPayment>>(new Url("/ops/payments").With(page), ct);

    static Url GroupOf(string fingerprint, string rest = "") => new($"/ops/dead-letters/groups/{Uri.EscapeDataString(fingerprint)}{rest}");
}
