using Booking.EventStore;
using Booking.EventStore.Outbox;
using Booking.Service.Accounts;
using Booking.Service.Patients;
using Booking.Service.SlotLocks;
using Booking.Service.Waitlist;
using Booking.Service.Wording;
using NodaTime;

namespace Booking.Service.Notifications;

/// <summary>Tells a patient that a time they wait for is held for them. Carries ids: the text is made of the hold as it is when it is sent.</summary>
public sealed record TellOfOffer(PatientId Patient, HoldId Hold, NoticeChannel Channel = NoticeChannel.Email);

/// <summary>
/// Writes and sends that. An offer lasts minutes, so outside quiet hours there is an SMS too; one that comes too late to be of use is not sent.
/// </summary>
public static class WaitlistNotice
{
    /// <summary>In no order with anything: the list's next offers do not wait for a mail server.</summary>
    public static IEnumerable<Message> React(WaitlistEvent @event, EventMetadata metadata, WaitlistState after) =>
        @event is WaitlistOffered offered && after.Find(offered.Entry) is { } entry
            ? Enum.GetValues<NoticeChannel>().Select(channel => new Message(new TellOfOffer(entry.Patient, offered.Hold, channel), Parks: false, KeepsOrder: false))
            : [];

    public static async Task Handle(IServiceProvider services, TellOfOffer notice, MessageContext context, CancellationToken ct)
    {
        var (store, recipients) = (services.GetRequiredService<StreamStore>(), services.GetRequiredService<Recipients>());
        if (await store.DataSource.FindHold(notice.Hold, ct) is not { State: "held" } hold || hold.Until <= context.Now
            || await recipients.Find(notice.Patient, ct) is not { Email.Length: > 0 } to)
        {
            return;
        }

        var (words, doctor) = (Words.For(to.Language, to.Zone), await recipients.Of(hold.Doctor, ct));
        var link = services.GetRequiredService<VisitLinks>().Of(hold.Id);
        if (notice.Channel == NoticeChannel.Sms)
        {
            if (to.Sms && !services.GetRequiredService<QuietHours>().Contains(context.Now.InZone(to.Zone).TimeOfDay))
            {
                await services.GetRequiredService<SmsSender>().Send(
                    context.Id, notice.Patient, to.Phone, SmsText.Of("sms.offer", words, doctor.FullName, hold.Start, link), to.Language, ct);
            }

            return;
        }

        var letter = Write(words, doctor.FullName, doctor.As.Zone, hold.Start, hold.Until, link);
        await services.GetRequiredService<Mailer>().Send(NoticeMail.Of(letter, to.Email, context.Id), ct);
    }

    /// <param name="words">In the patient's language and zone.</param>
    /// <param name="link">Where the time is booked or given back.</param>
    /// <param name="clinic">The doctor's zone: its wall time stands beside the patient's where they differ.</param>
    internal static Letter Write(Words words, string doctor, DateTimeZone clinic, Instant start, Instant until, string link)
    {
        var texts = words.Texts;
        return new(texts, texts.Say("offer.subject"), [
            new(texts.Say("offer.text", ("doctor", Phrase.Apart(doctor)), ("when", words.When(start)))), .. words.AtTheClinic(start, clinic),
            new(texts.Say("offer.until", ("until", words.When(until))), link)]);
    }
}
