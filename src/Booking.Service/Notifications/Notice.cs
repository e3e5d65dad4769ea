using Booking.Service.Appointments;
using NodaTime;

namespace Booking.Service.Notifications;

public enum NoticeKind
{
    /// <summary>Requested; waits for payment.</summary>
    Booked,
    Confirmed,
    Moved,
    Cancelled,

    /// <summary>Money has gone back.</summary>
    Refunded,

    /// <summary>Money came too late or twice and goes back.</summary>
    MoneyReturned,

    /// <summary>The parties meet elsewhere.</summary>
    LinkChanged,

    /// <summary>The law moved the clock; the wall time at the clinic stays, and is another instant.</summary>
    ClockChanged,
}

public enum NoticeChannel
{
    Email,
    Sms,
}

/// <summary>
/// Tells a visit's patient, or its doctor, what became of it. One message a party and channel, so that the one which fails repeats none
/// that went out.
/// </summary>
/// <param name="Version">Of the visit's stream: the event that it tells of. Null: the visit as it is.</param>
/// <param name="Refund">The number of the refund within the payment; of <see cref="NoticeKind.Refunded"/>.</param>
public sealed record SendNotice(
    AppointmentId Appointment, NoticeKind Kind, bool ToDoctor = false, NoticeChannel Channel = NoticeChannel.Email, long? Version = null, int? Refund = null);

/// <summary>Reminds a patient of a visit, if it is then still the visit that this was made for.</summary>
/// <param name="Start">When the visit starts. Made again at each move, so one whose start or <paramref name="Changes"/> differ says nothing.</param>
/// <param name="Changes">As in <see cref="AppointmentState.Changes"/>: tells a visit that was moved away and back from one that was not.</param>
/// <param name="Before">How long before the start it goes out.</param>
public sealed record SendReminder(AppointmentId Appointment, Instant Start, int Changes, Duration Before, NoticeChannel Channel);
