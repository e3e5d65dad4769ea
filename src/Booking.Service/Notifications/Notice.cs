using Booking.EventStore;
using Booking.EventStore.Outbox;
using Booking.Service.Accounts;
using Booking.Service.Appointments;
using Booking.Service.Patients;
using NodaTime;
using NodaTime.Text;

namespace Booking.Service.Notifications;

public enum NoticeKind
{
    Confirmed,
    Cancelled,
}

/// <summary>Tells a visit's patient what became of it. Carries ids: the text is made of the visit as it is when it is sent.</summary>
public sealed record SendNotice(AppointmentId Appointment, NoticeKind Kind);

/// <summary>Writes and sends the notice. A repeat sends the same text again; the mailbox sees that it is the same visit.</summary>
public static class Notice
{
    static readonly LocalDateTimePattern When = LocalDateTimePattern.CreateWithInvariantCulture("dddd d MMMM uuuu, HH:mm");

    public static async Task Handle(IServiceProvider services, SendNotice notice, MessageContext context, CancellationToken ct)
    {
        var store = services.GetRequiredService<StreamStore>();
        var state = await store.StateAsOf(Appointment.Category, notice.Appointment.Stream(), ct: ct)
            ?? throw new InvalidOperationException($"Visit {notice.Appointment} has a notice but no events.");
        if (await services.GetRequiredService<PatientDirectory>().Get(state.State.Visit.Patient, ct) is not { Email: { Length: > 0 } email } patient)
        {
            return;
        }

        var (subject, text) = Text(notice.Kind, state.State, Zones.Find(patient.TimeZone) ?? DateTimeZone.Utc);
        await services.GetRequiredService<Mailer>().Send(new("email", email, subject, text, "en"), ct);
    }

    /// <summary>The patient's wall time first, the clinic's beside it when they differ.</summary>
    public static (string Subject, string Text) Text(NoticeKind kind, AppointmentState state, DateTimeZone zone)
    {
        var visit = state.Visit;
        var theirs = $"{When.Format(visit.Start.InZone(zone).LocalDateTime)} ({zone.Id})";
        var clinic = zone.Id == visit.TimeZone ? "" : $" At the clinic it is {When.Format(visit.LocalStart)} ({visit.TimeZone}).";
        return kind == NoticeKind.Confirmed
            ? ("Your appointment is confirmed", $"Your appointment is confirmed for {theirs}.{clinic} Reference: {visit.Appointment}.")
            : ("Your appointment is cancelled", $"Your appointment of {theirs} is cancelled.{clinic} Reference: {visit.Appointment}.");
    }
}
