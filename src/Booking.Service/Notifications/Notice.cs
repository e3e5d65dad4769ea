using Booking.EventStore;
using Booking.EventStore.Outbox;
using Booking.Service.Accounts;
using Booking.Service.Appointments;
using Booking.Service.Availability;
using Booking.Service.Doctors;
using Booking.Service.Patients;
using NodaTime;
using NodaTime.Text;

namespace Booking.Service.Notifications;

public enum NoticeKind
{
    Confirmed,
    Cancelled,

    /// <summary>Money came too late or twice and goes back.</summary>
    MoneyReturned,

    /// <summary>The law moved the clock; the wall time at the clinic stays, and is another instant.</summary>
    ClockChanged,
}

/// <summary>Tells a visit's patient, or its doctor, what became of it. Carries ids: the text is made of the visit as it is when it is sent.</summary>
public sealed record SendNotice(AppointmentId Appointment, NoticeKind Kind, bool ToDoctor = false);

/// <summary>Writes and sends the notice. A repeat sends the same text again; the mailbox sees that it is the same visit.</summary>
public static class Notice
{
    static readonly LocalDateTimePattern When = LocalDateTimePattern.CreateWithInvariantCulture("dddd d MMMM uuuu, HH:mm");

    public static async Task Handle(IServiceProvider services, SendNotice notice, MessageContext context, CancellationToken ct)
    {
        var store = services.GetRequiredService<StreamStore>();
        var state = await store.StateAsOf(Appointment.Category, notice.Appointment.Stream(), ct: ct)
            ?? throw new InvalidOperationException($"Visit {notice.Appointment} has a notice but no events.");
        var mailer = services.GetRequiredService<Mailer>();
        if (notice.ToDoctor)
        {
            await TellDoctor(store, mailer, notice.Kind, state.State, ct);
            return;
        }

        if (await services.GetRequiredService<PatientDirectory>().Get(state.State.Visit.Patient, ct) is not { Email: { Length: > 0 } email } patient)
        {
            return;
        }

        var zone = Zones.Find(patient.TimeZone) ?? DateTimeZone.Utc;
        var (subject, text) = Text(notice.Kind, state.State, zone);
        if (notice.Kind == NoticeKind.MoneyReturned && state.State.IsLapsed)
        {
            text += await Alternatives(services.GetRequiredService<Alternatives>(), state.State.Visit, zone, ct);
        }

        await mailer.Send(new("email", email, subject, text, "en"), ct);
    }

    static async Task TellDoctor(StreamStore store, Mailer mailer, NoticeKind kind, AppointmentState state, CancellationToken ct)
    {
        var visit = state.Visit;
        var doctor = await store.StateAsOf(Doctor.Category, visit.Doctor.Stream(), ct: ct);
        if (doctor?.State.Profile?.Email is { Length: > 0 } email)
        {
            var what = kind switch
            {
                NoticeKind.Confirmed => "A new appointment",
                NoticeKind.ClockChanged => "The clock changes by law, and this appointment stays at its time",
                _ => "A cancelled appointment",
            };
            await mailer.Send(new("email", email, what, $"{what}: {When.Format(visit.LocalStart)} ({visit.TimeZone}). Reference: {visit.Appointment}.", "en"), ct);
        }
    }

    /// <summary>Who came too late is offered the next three free times.</summary>
    static async Task<string> Alternatives(Alternatives alternatives, AppointmentRequested visit, DateTimeZone zone, CancellationToken ct)
    {
        var slots = await alternatives.Next(visit.Doctor, visit.Type, visit.Start, ct);
        return slots.Count == 0 ? "" : $" The next free times: {string.Join("; ", slots.Select(s => When.Format(s.Start.InZone(zone).LocalDateTime)))} ({zone.Id}).";
    }

    /// <summary>The patient's wall time first, the clinic's beside it when they differ.</summary>
    public static (string Subject, string Text) Text(NoticeKind kind, AppointmentState state, DateTimeZone zone)
    {
        var visit = state.Visit;
        var theirs = $"{When.Format(visit.Start.InZone(zone).LocalDateTime)} ({zone.Id})";
        var clinic = zone.Id == visit.TimeZone ? "" : $" At the clinic it is {When.Format(visit.LocalStart)} ({visit.TimeZone}).";
        return kind switch
        {
            NoticeKind.Confirmed => ("Your appointment is confirmed", $"Your appointment is confirmed for {theirs}.{clinic} Reference: {visit.Appointment}."),
            NoticeKind.Cancelled => ("Your appointment is cancelled", $"Your appointment of {theirs} is cancelled.{clinic} Reference: {visit.Appointment}."),
            NoticeKind.ClockChanged => (
                "The clock changes by law: your appointment stays at its time at the clinic",
                $"Your appointment stays at {When.Format(visit.LocalStart)} ({visit.TimeZone}). By the new law on the clock there that is {theirs}. Reference: {visit.Appointment}."),
            _ => (
                "Your payment goes back to you",
                state.IsLive
                    ? $"Your appointment of {theirs} was paid already, so what came on top goes back the way it came. Reference: {visit.Appointment}."
                    : $"Your payment for {theirs} came when that time was no longer kept for you, so all of it goes back the way it came. Reference: {visit.Appointment}."),
        };
    }
}
