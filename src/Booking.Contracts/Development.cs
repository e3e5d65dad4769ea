namespace Booking.Contracts;

/// <summary>The clock that every decision, schedule and sweep uses. Development only.</summary>
public sealed record ClockAnswer(Instant Now);

/// <summary>Moves that clock; exactly one member is sent.</summary>
/// <param name="Advance">ISO 8601, such as <c>PT11M</c>; negative goes back.</param>
/// <param name="Now">What the clock shows now; it runs on from there.</param>
/// <param name="Reset">True: back to real time.</param>
public sealed record ClockRequest(Duration? Advance = null, Instant? Now = null, bool? Reset = null);

/// <summary>A message to a person, as it would have gone out. Development only.</summary>
/// <param name="Channel">Such as <c>email</c>.</param>
/// <param name="Language">BCP 47 tag in which the text is written.</param>
public sealed record MailItem(Instant At, string Channel, string To, string Subject, string Text, string Language);
