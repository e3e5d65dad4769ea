using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Appointments;
using Booking.Service.Payments;
using Booking.Service.TimeZones;
using NodaTime;

namespace Booking.Service.Notifications;

/// <summary>Who is to be told of which event. Pure; whether there is still something to tell is seen when it is sent.</summary>
sealed class NoticeReactions(ReminderPlan reminders)
{
    /// <summary>What a payment page usually takes to be opened, so that the mail which asks for the money has its address.</summary>
    static readonly Duration PageTime = Duration.FromSeconds(3);

    public IEnumerable<Message> Of(AppointmentEvent @event, EventMetadata metadata, AppointmentState after)
    {
        SendNotice Tell(NoticeKind what) => new(after.Visit.Appointment, what, Version: metadata.Version);
        return @event switch
        {
            AppointmentRequested { Payment: not null } => [Post(Tell(NoticeKind.Booked)) with { DeliverAt = metadata.At + PageTime }],
            AppointmentConfirmed => [.. ToAll(Tell(NoticeKind.Confirmed)), .. Reminders(after, metadata.At)],
            AppointmentRescheduled => [.. ToAll(Tell(NoticeKind.Moved)), .. Reminders(after, metadata.At)],
            AppointmentTimeMovedByLaw { Conflict: null } =>
                [Post(Tell(NoticeKind.ClockChanged)), .. after.Status == AppointmentStatus.Confirmed
                    ? Reminders(after, metadata.At).Prepend(Post(Tell(NoticeKind.ClockChanged) with { ToDoctor = true })) : []],
            // Whoever has the old link in a mail would wait in the wrong place.
            AppointmentLinkChanged { MeetingLink: not null } => [Post(Tell(NoticeKind.LinkChanged))],
            AppointmentReopened => Reminders(after, metadata.At),
            AppointmentCancelled { Code: AppointmentState.PaymentExpired } => [Post(Tell(NoticeKind.Cancelled))],
            AppointmentCancelled => ToAll(Tell(NoticeKind.Cancelled)),
            _ => [],
        };
    }

    public static IEnumerable<Message> OfMoney(PaymentEvent @event, EventMetadata metadata, PaymentState after) => @event switch
    {
        RefundRequested { Why: RefundWhy.Surplus } => [Post(new(after.Payment.Appointment, NoticeKind.MoneyReturned))],
        // Of what came in vain the patient has heard already.
        RefundSucceeded { Number: var number } when after.Refunds[number - 1].Why != RefundWhy.Surplus =>
            [Post(new(after.Payment.Appointment, NoticeKind.Refunded, Refund: number))],
        _ => [],
    };

    static Message[] ToAll(SendNotice notice) =>
        [Post(notice), Post(notice with { Channel = NoticeChannel.Sms }), Post(notice with { ToDoctor = true })];

    IEnumerable<Message> Reminders(AppointmentState visit, Instant now)
    {
        if (visit.Status != AppointmentStatus.Confirmed)
            yield break;
        var (id, start) = (visit.Visit.Appointment, visit.Visit.Start);
        foreach (var before in reminders.Offsets.Where(before => start - before > now))
            foreach (var channel in Enum.GetValues<NoticeChannel>())
                yield return new(
                    new SendReminder(id, start, visit.Changes, before, channel), DeliverAt: start - before, Parks: false, OrderKey: Lane(id, doctor: false, channel));
    }

    static Message Post(SendNotice notice) => new(notice, Parks: false, OrderKey: Lane(notice.Appointment, notice.ToDoctor, notice.Channel));

    /// <summary>The order keys of all that is told of a visit.</summary>
    public static Guid[] Lanes(AppointmentId visit) =>
        [Lane(visit, doctor: true, NoticeChannel.Email), Lane(visit, doctor: false, NoticeChannel.Sms), Lane(visit, doctor: false, NoticeChannel.Email)];

    // What a party gets by one channel comes in order. A gateway that is away holds back neither the other channel nor the visit's deadline.
    static Guid Lane(AppointmentId visit, bool doctor, NoticeChannel channel) =>
        StreamId.Derive(visit.Value, (doctor, channel) switch
        {
            (true, _) => "notices/doctor",
            (_, NoticeChannel.Sms) => "notices/sms",
            _ => "notices/email",
        }).Value;
}
