namespace Booking.EventStore;

/// <summary>An expected "no": a value with a stable code, never an exception.</summary>
/// <param name="Code">The last part of the problem's <c>type</c>; clients hold on to it.</param>
/// <param name="Title">One sentence for a person.</param>
/// <param name="Status">The HTTP status: 409 for what the state forbids, 410 for what has lapsed, 4xx otherwise.</param>
public sealed record Refusal(string Code, string Title, int Status = 409)
{
    /// <summary>The stream or calendar was contended for five seconds; the client may try again.</summary>
    public static readonly Refusal Busy = new("busy", "Too many people change this at once. Try again in a moment.");

    /// <summary>The key was used before with another request.</summary>
    public static readonly Refusal KeyReused =
        new("idempotency-key-reused", "This Idempotency-Key was used with a different request.", 422);

    /// <summary>Members a client needs to go on, such as the next free times; null when there are none.</summary>
    public IReadOnlyDictionary<string, object?>? Extensions { get; init; }
}
