using Booking.Contracts;
using Booking.EventStore;
using Booking.EventStore.Outbox;
using Booking.Service.Accounts;
using Booking.Service.Appointments;
using Booking.Service.Wording;
using NodaTime;

namespace Booking.Service.Notifications;

/// <summary>
/// Reminds a patient, once for each offset and channel. Quiet hours keep an SMS back; the mail goes out at any hour, since it wakes nobody.
/// </summary>
sealed class ReminderSender(
    StreamStore store, Recipients recipients, Mailer mailer, SmsSender sms, VisitLinks links, ReminderPlan plan, QuietHours quiet)
{
    public static Task Handle(IServiceProvider services, SendReminder reminder, MessageContext context, CancellationToken ct) =>
        services.GetRequiredService<ReminderSender>().Send(reminder, context.Id, context.Now, ct);

    /// <summary>
    /// Whether a reminder still helps: the visit stands, at the time that it was made for, and has not started. One that is late speaks
    /// until half of its time has passed or the next one is due, the last until the start; so a service that was away for a day
    /// reminds once.
    /// </summary>
    public static bool Helps(SendReminder reminder, AppointmentState visit, ReminderPlan plan, Instant now)
    {
        var next = plan.After(reminder.Before);
        var until = reminder.Start - (next == Duration.Zero ? next : Duration.Max(next, reminder.Before / 2));
        return visit.Status == AppointmentStatus.Confirmed && visit.Visit.Start == reminder.Start && visit.Changes == reminder.Changes && now < until;
    }

    async Task Send(SendReminder reminder, Guid message, Instant now, CancellationToken ct)
    {
        var story = await VisitStory.Read(store, reminder.Appointment, version: null, ct);
        var visit = story.Now;
        if (!Helps(reminder, visit, plan, now) || await recipients.Find(visit.Visit.Patient, ct) is not { Reminders: true } to)
            return;
        var isSms = reminder.Channel == NoticeChannel.Sms;
        if (isSms && (!to.Sms || quiet.Contains(now.InZone(to.Zone).TimeOfDay)))
            return;
        var doctor = (await recipients.Of(visit.Visit.Doctor, ct)).FullName;
        var (words, link, joins) = (Words.For(to.Language, to.Zone), links.Of(reminder.Appointment), plan.After(reminder.Before) == Duration.Zero);
        if (isSms)
            await sms.Send(message, visit.Visit.Patient, to.Phone, Text(words, doctor, visit, joins, link), words.Texts.Language, ct);
        else
            await mailer.Send(
                NoticeMail.Of(new PatientLetters(words, doctor, story, link).Reminder(now, joins), to.Email, message), ct);
    }

    static string Text(Words words, string doctor, AppointmentState visit, bool joins, string link) =>
        SmsText.Of("sms.reminder", words, doctor, visit.Visit.Start, joins && VisitLinks.Web(visit.MeetingLink) is { } meeting ? [meeting, link] : [link]);
}
