namespace Booking.Contracts;

/// <summary>A feed that was just made.</summary>
/// <param name="Url">To be given to a calendar program; whoever knows it reads the visits. It is told this once.</param>
public sealed record FeedAnswer(Guid Id, string Url)
{
    /// <summary>Names the kind and nothing else, so that no address is printed by accident.</summary>
    public override string ToString() => nameof(FeedAnswer);
}

/// <summary>A feed of the caller's; its address is not told again.</summary>
public sealed record FeedItem(Guid Id, Instant CreatedAt);
