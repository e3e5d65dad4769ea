namespace Booking.Contracts;

/// <summary>A piece of a list.</summary>
/// <param name="Items">At most as many as <c>limit</c> asked for (1 to 100, default 20).</param>
/// <param name="Next">What to send as <c>cursor</c> for the piece after this one; null at the end.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>A list that always comes whole.</summary>
public sealed record ItemList<T>(IReadOnlyList<T> Items);
