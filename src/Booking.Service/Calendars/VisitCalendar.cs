using Booking.EventStore;
using Booking.Service.Appointments;
using Npgsql;

namespace Booking.Service.Calendars;

/// <summary>Writes the calendar file of one visit as it is now, to be served or to be attached to a notice.</summary>
public sealed class VisitCalendar(StreamStore store, CalendarHost host)
{
    /// <param name="reader">Whose calendar it goes into; only the two parties are told where they meet.</param>
    /// <returns>The file, with CRLF, to be sent as UTF-8; null when there is no such visit.</returns>
    public async Task<string?> Write(AppointmentId visit, CalendarReader reader, CancellationToken ct) =>
        await Find(visit, reader, ct) is { } found ? CalendarFile.Write(found.Entry) : null;

    /// <returns>The entry and the version of the visit that it tells; null when there is no such visit.</returns>
    internal async Task<(CalendarEntry Entry, long Version)?> Find(AppointmentId id, CalendarReader reader, CancellationToken ct)
    {
        var events = await store.DataSource.ReadStream(id.Stream(), ct: ct);
        if (events.Count == 0)
        {
            return null;
        }

        var state = events.Aggregate(
            Appointment.Category.Initial, (folded, e) => Appointment.Category.Evolve(folded, (AppointmentEvent)store.Model.Events.Read(e.Type, e.Json)));
        var (visit, last) = (state.Visit, events[^1].Metadata);
        var entry = CalendarEntry.Of(
            id, visit.Start, visit.End, visit.TimeZone, state.Status, state.Changes, last.At, state.MeetingLink, await NameOf(visit.Doctor, ct), reader,
            await host.Get(ct));
        return (entry, last.Version);
    }

    async Task<string> NameOf(DoctorId doctor, CancellationToken ct)
    {
        await using var command = store.DataSource.CreateCommand("select full_name from doctors where id = $1").With(Pg.Uuid(doctor.Value));
        return (string?)await command.ExecuteScalarAsync(ct) ?? throw new InvalidOperationException($"Doctor {doctor} has visits but no row.");
    }
}
