namespace Payments.Sandbox;

/// <summary>One API request that came in; the Authorization header is never in it.</summary>
/// <param name="Sequence">From 1.</param>
/// <param name="Path">With its query.</param>
/// <param name="Status">Null when the connection was aborted instead of an answer.</param>
/// <param name="Fault">What was made to go wrong with it.</param>
public sealed record JournalEntry(
    int Sequence, Instant At, PaymentProvider Provider, SandboxOperation Operation, string Method, string Path, string Body,
    int? Status, string? RequestId, string? IdempotencyKey, FaultKind? Fault);

/// <summary>The API requests so far, the newest <see cref="MaxEntries"/> of them; pages of payers are not in it.</summary>
public sealed class Journal
{
    public const int MaxEntries = 10_000;

    readonly Lock gate = new();
    readonly Queue<JournalEntry> entries = [];
    int count;

    /// <summary>In the order in which they were answered.</summary>
    public IReadOnlyList<JournalEntry> Entries
    {
        get
        {
            lock (gate) return [.. entries];
        }
    }

    /// <param name="entry">Its sequence is given here.</param>
    public void Add(JournalEntry entry)
    {
        lock (gate)
        {
            entries.Enqueue(entry with { Sequence = ++count });
            if (entries.Count > MaxEntries) entries.Dequeue();
        }
    }
}
