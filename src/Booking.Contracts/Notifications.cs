namespace Booking.Contracts;

/// <summary>What a patient wants to be sent, replaced as a whole; everything until they say otherwise.</summary>
/// <param name="Sms">Text messages. Mail about a visit that was confirmed, moved, cancelled or refunded is always sent.</param>
/// <param name="Reminders">Reminders, by mail and by text message.</param>
public sealed record NotificationSettings(bool Sms, bool Reminders);
