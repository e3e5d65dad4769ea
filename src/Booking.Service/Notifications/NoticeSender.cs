using Booking.Contracts;
using Booking.EventStore;
using Booking.EventStore.Outbox;
using Booking.Service.Accounts;
using Booking.Service.Appointments;
using Booking.Service.Availability;
using Booking.Service.Calendars;
using Booking.Service.Payments;
using Booking.Service.Wording;
using NodaTime;
using CalendarReader = Booking.Service.Calendars.CalendarReader;

namespace Booking.Service.Notifications;

/// <summary>
/// Writes and sends one notice. It tells of its event as that happened, so that several which were held up still make sense one after the
/// other; addresses and choices are read now. A repeat carries the same id.
/// </summary>
sealed class NoticeSender(StreamStore store, Recipients recipients, Mailer mailer, SmsSender sms, Alternatives alternatives, VisitLinks links, VisitCalendar calendar)
{
    public static Task Handle(IServiceProvider services, SendNotice notice, MessageContext context, CancellationToken ct) =>
        services.GetRequiredService<NoticeSender>().Send(notice, context.Id, ct);

    async Task Send(SendNotice notice, Guid message, CancellationToken ct)
    {
        var story = await VisitStory.Read(store, notice.Appointment, notice.Version, ct);
        if (!IsWorthTelling(notice, story))
            return;
        var visit = story.Then.Visit;
        var doctor = await recipients.Of(visit.Doctor, ct);
        var to = notice.ToDoctor ? doctor.As : await recipients.Find(visit.Patient, ct);
        if (to is null || (notice.Channel == NoticeChannel.Sms && !to.Sms))
            return;
        var (words, link) = (Words.For(to.Language, to.Zone), links.Of(visit.Appointment));
        if (notice.Channel == NoticeChannel.Sms)
            await sms.Send(message, visit.Patient, to.Phone, SmsText.Of(SmsKey(notice.Kind), words, doctor.FullName, visit.Start, link), words.Texts.Language, ct);
        else
            await mailer.Send(NoticeMail.Of(
                notice.ToDoctor ? Write(new DoctorLetters(words, story, link), notice) : await Write(new PatientLetters(words, doctor.FullName, story, link), notice, ct),
                to.Email, message, await Calendar(notice, ct)), ct);
    }

    async Task<string?> Calendar(SendNotice notice, CancellationToken ct) => NoticeMail.ChangesCalendars(notice.Kind)
        ? await calendar.Write(notice.Appointment, notice.ToDoctor ? CalendarReader.Doctor : CalendarReader.Patient, ct)
        : null;

    /// <summary>Nobody is asked for money that came or is not due any more, nor sent to a room that was changed again; and a doctor hears of no visit that was never confirmed.</summary>
    static bool IsWorthTelling(SendNotice notice, VisitStory story) => notice switch
    {
        { Kind: NoticeKind.Booked } => story.Now.IsPending,
        { Kind: NoticeKind.LinkChanged } => story.Now.Status == AppointmentStatus.Confirmed && story.Now.MeetingLink == story.Then.MeetingLink,
        { ToDoctor: true, Kind: NoticeKind.Moved or NoticeKind.Cancelled, Version: not null } => story.Before.Status == AppointmentStatus.Confirmed,
        _ => true,
    };

    static string SmsKey(NoticeKind kind) => kind switch
    {
        NoticeKind.Confirmed => "sms.confirmed",
        NoticeKind.Moved => "sms.moved",
        NoticeKind.Cancelled => "sms.cancelled",
        _ => throw new InvalidOperationException($"{kind} is not told by SMS."),
    };

    static Letter Write(DoctorLetters letters, SendNotice notice) => notice.Kind switch
    {
        NoticeKind.Confirmed => letters.Confirmed(),
        NoticeKind.Moved => letters.Moved(),
        NoticeKind.ClockChanged => letters.ClockChanged(),
        NoticeKind.Cancelled => letters.Cancelled(letters.Story.Then.Cancelled?.By ?? Party.System),
        var kind => throw new InvalidOperationException($"{kind} is not told to doctors."),
    };

    async Task<Letter> Write(PatientLetters letters, SendNotice notice, CancellationToken ct) => notice.Kind switch
    {
        NoticeKind.Booked => letters.Booked(),
        NoticeKind.Confirmed => letters.Confirmed(),
        NoticeKind.Moved => letters.Moved((letters.Story.Told as AppointmentRescheduled)?.By ?? Party.System),
        NoticeKind.Cancelled => letters.Cancelled(letters.Story.Then.Cancelled ?? new(Party.System, "", Nothing(letters), Nothing(letters), "", Reason: null)),
        NoticeKind.LinkChanged => letters.LinkChanged(),
        NoticeKind.ClockChanged => letters.ClockChanged(),
        NoticeKind.Refunded => await Refunded(letters, notice, ct),
        _ => letters.MoneyReturned(letters.Story.Now.IsLapsed ? await NextFree(letters.Story.Now.Visit, ct) : []),
    };

    static Money Nothing(PatientLetters letters) => Money.Zero(letters.Story.Then.Due.Currency);

    async Task<Letter> Refunded(PatientLetters letters, SendNotice notice, CancellationToken ct)
    {
        var money = (await store.StateAsOf(Payment.Category, letters.Story.Now.Visit.Payment!.Value.Stream(), ct: ct))!.Value.State;
        var refund = money.Refunds[notice.Refund!.Value - 1];
        return letters.Refunded(refund.Amount, money.IsManual(refund));
    }

    /// <summary>Who came too late is offered the next three free times.</summary>
    async Task<IReadOnlyList<Instant>> NextFree(AppointmentRequested visit, CancellationToken ct) =>
        [.. (await alternatives.Next(visit.Doctor, visit.Type, visit.Start, ct)).Select(static slot => slot.Start)];
}
