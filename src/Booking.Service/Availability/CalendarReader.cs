using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Schedules;
using NodaTime;
using Npgsql;

namespace Booking.Service.Availability;

/// <summary>Reads a doctor's calendar over a span: two read models in one round trip, subtracted in memory.</summary>
public sealed class CalendarReader(NpgsqlDataSource dataSource)
{
    const string Facts = $"select {CalendarFacts.Columns} from calendars c where c.doctor_id = $1";

    const string Windows = $"""
        select {WindowRow.Columns}, w.starts from offered_slots w
         where w.doctor_id = $1 and w.type = $2 and w.date between $3 and $4 order by w.window_start
        """;

    const string Claims = $"""
        select {Claim.Columns} from slot_claims s
         where doctor_id = $1 and during && tstzrange($2, $3) and (lapses_at is null or lapses_at > $4)
        """;

    /// <summary>Everything that bears on slots of this type which start in <c>[from, to)</c>.</summary>
    /// <returns>Null when there is no such doctor.</returns>
    public async Task<DoctorCalendar?> Read(DoctorId doctor, AppointmentType type, Instant from, Instant to, Instant now, HoldId? own, CancellationToken ct)
    {
        var (first, last) = WindowDates.Around(from, to);
        await using var batch = dataSource.CreateBatch();
        batch.Add(Facts, Pg.Uuid(doctor.Value));
        batch.Add(Windows, Pg.Uuid(doctor.Value), Pg.Text(Wire.Name(type)), Pg.Date(first), Pg.Date(last));
        // A window that is limited counts its claims from its start to its end, so a day on each side is read too.
        batch.Add(
            Claims, Pg.Uuid(doctor.Value), Pg.At(first.AtMidnight().InUtc().ToInstant()), Pg.At(last.PlusDays(3).AtMidnight().InUtc().ToInstant()), Pg.At(now));
        await using var row = await batch.ExecuteReaderAsync(ct);
        if (!await row.ReadAsync(ct))
        {
            return null;
        }

        var facts = CalendarFacts.Read(row);
        await row.NextResultAsync(ct);
        List<OfferedWindow> windows = [];
        while (await row.ReadAsync(ct))
        {
            windows.Add(WindowRow.Read(row, 0, new EquatableList<Instant>(row.GetInstants(WindowRow.Width))));
        }

        await row.NextResultAsync(ct);
        List<Claim> claims = [];
        while (await row.ReadAsync(ct))
        {
            claims.Add(Claim.Read(row, 0));
        }

        return new(facts, windows, claims, now, own);
    }
}
