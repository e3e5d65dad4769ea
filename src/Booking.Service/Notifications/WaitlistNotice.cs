using Booking.EventStore;
using Booking.EventStore.Outbox;
using Booking.Service.Accounts;
using Booking.Service.Patients;
using Booking.Service.SlotLocks;
using Booking.Service.Waitlist;
using NodaTime;
using NodaTime.Text;

namespace Booking.Service.Notifications;

/// <summary>Tells a patient that a time they wait for is held for them. Carries ids: the text is made of the hold as it is when it is sent.</summary>
public sealed record TellOfOffer(PatientId Patient, HoldId Hold);

/// <summary>Writes and sends that mail. One that comes too late to be of use is not sent.</summary>
public static class WaitlistNotice
{
    static readonly LocalDateTimePattern When = LocalDateTimePattern.CreateWithInvariantCulture("dddd d MMMM uuuu, HH:mm");

    public static IEnumerable<Message> React(WaitlistEvent @event, EventMetadata metadata, WaitlistState after) =>
        @event is WaitlistOffered offered && after.Find(offered.Entry) is { } entry
            ? [new Message(new TellOfOffer(entry.Patient, offered.Hold), Parks: false)]
            : [];

    public static async Task Handle(IServiceProvider services, TellOfOffer notice, MessageContext context, CancellationToken ct)
    {
        var store = services.GetRequiredService<StreamStore>();
        if (await store.DataSource.FindHold(notice.Hold, ct) is not { State: "held" } hold || hold.Until <= context.Now
            || await services.GetRequiredService<PatientDirectory>().Get(notice.Patient, ct) is not { Email: { Length: > 0 } email } patient)
        {
            return;
        }

        var zone = Zones.Find(patient.TimeZone) ?? DateTimeZone.Utc;
        var (subject, text) = Text(hold, zone);
        await services.GetRequiredService<Mailer>().Send(new("email", email, subject, text, "en"), ct);
    }

    public static (string Subject, string Text) Text(HoldRow hold, DateTimeZone zone) => (
        "A time you wait for has come free",
        $"{Local(hold.Start, zone)} ({zone.Id}) is held for you until {Local(hold.Until, zone)}. Book it before then, or give it back so that the next can have it. Reference: {hold.Id}.");

    static string Local(Instant at, DateTimeZone zone) => When.Format(at.InZone(zone).LocalDateTime);
}
