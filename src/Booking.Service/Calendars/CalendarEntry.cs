using Booking.Contracts;
using Booking.Service.Appointments;
using NodaTime;

namespace Booking.Service.Calendars;

/// <summary>For whom a visit is written into a calendar.</summary>
public enum CalendarReader
{
    Patient,
    Doctor,

    /// <summary>Acts for both and is neither: sees no link.</summary>
    Desk,
}

/// <summary>A visit as a calendar shows it. No entry names the patient, the specialty or the reason: calendars lie open on desks and are shared.</summary>
/// <param name="Uid">The same for the visit's life.</param>
/// <param name="Zone">The doctor's, in which the times are told.</param>
/// <param name="Sequence">How often it was moved or called off.</param>
/// <param name="ChangedAt">When anything of the visit last changed.</param>
/// <param name="Link">Where the parties meet; null while it is not confirmed, and for others.</param>
public sealed record CalendarEntry(
    string Uid, Instant Start, Instant End, DateTimeZone Zone, AppointmentStatus Status, int Sequence, Instant ChangedAt, string Title, string Description,
    string? Link)
{
    public bool IsCancelled => Status is AppointmentStatus.Cancelled or AppointmentStatus.Refunded;

    /// <param name="host">See <see cref="CalendarHost"/>.</param>
    /// <param name="link">Of a confirmed visit; left out for the desk.</param>
    public static CalendarEntry Of(
        AppointmentId visit, Instant start, Instant end, string zone, AppointmentStatus status, int sequence, Instant changedAt, string? link, string doctor,
        CalendarReader reader, string host)
    {
        var number = visit.Number();
        var place = reader == CalendarReader.Desk || status != AppointmentStatus.Confirmed ? null : link;
        var title = reader switch
        {
            CalendarReader.Patient => $"Appointment with {doctor}",
            CalendarReader.Doctor => $"Appointment {number}",
            _ => $"Appointment {number} with {doctor}",
        };
        return new(
            $"{visit}@{host}", start, end, Zones.Get(zone), status, sequence, changedAt, title,
            place is null ? $"Reference: {number}." : $"Reference: {number}.\nThe visit takes place at {place}", place);
    }

    internal void Write(ContentLines lines)
    {
        lines.Add("BEGIN", "VEVENT").Add("UID", Uid).Add("DTSTAMP", ChangedAt).Add("LAST-MODIFIED", ChangedAt);
        Time(lines, "DTSTART", Start);
        Time(lines, "DTEND", End);
        lines.Add("SEQUENCE", $"{Sequence}")
            .Add("STATUS", IsCancelled ? "CANCELLED" : Status == AppointmentStatus.PendingPayment ? "TENTATIVE" : "CONFIRMED")
            .Add("TRANSP", IsCancelled ? "TRANSPARENT" : "OPAQUE")
            .Add("CLASS", "PRIVATE")
            .AddText("SUMMARY", Title)
            .AddText("DESCRIPTION", Description);
        if (Link is { } link)
        {
            lines.Add("CONFERENCE;VALUE=URI;FEATURE=VIDEO,AUDIO;LABEL=Video visit", link).Add("URL", link);
        }

        lines.Add("END", "VEVENT");
    }

    /// <summary>
    /// The wall time in the doctor's zone, which is what was promised. Of two equal wall times RFC 5545 means the first and programs in use the
    /// second, so both are told in UTC; and so is everything in a zone that is UTC.
    /// </summary>
    void Time(ContentLines lines, string name, Instant at)
    {
        var local = at.InZone(Zone).LocalDateTime;
        if (Zone.Id == DateTimeZone.Utc.Id || Zone.MapLocal(local).Count != 1)
        {
            lines.Add(name, at);
        }
        else
        {
            lines.Add($"{name};TZID={Zone.Id}", local);
        }
    }
}
