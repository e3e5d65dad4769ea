using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Availability;
using Booking.Service.Schedules;
using Booking.Service.SlotLocks;
using NodaTime;
using Npgsql;

namespace Booking.Service.Appointments;

/// <summary>What bears on a visit that begins now: the hours that run, or come next, and what is claimed around.</summary>
/// <param name="Hours">Those that run, else the next ones, else the last; null when the doctor has none of this type.</param>
/// <param name="Claims">Those that live, a day to each side.</param>
public sealed record WalkInRoom(OfferedWindow? Hours, List<Claim> Claims)
{
    /// <summary>Where no hours say how long a visit is.</summary>
    const int Minutes = 30;

    /// <summary>The hours that the start falls into; null outside all hours.</summary>
    public OfferedWindow? Window(Instant start) => Hours is { } hours && hours.Start <= start && start < hours.End ? hours : null;

    public bool IsTaken(Instant start, Instant busyUntil) => Claims.Exists(claim => claim.Start < busyUntil && start < claim.End);

    public bool IsFull(Instant start) =>
        Window(start) is { MaxPatients: { } most } window && Claims.Count(claim => claim.Start >= window.Start && claim.Start < window.End) >= most;

    /// <summary>The claim on the doctor's time; the buffer is kept inside hours alone. It is spent at once, so it need not last.</summary>
    public SlotHeld Claim(CalendarFacts facts, HoldId hold, WalkInRequest request, Instant start, AccountId desk)
    {
        var end = start + Duration.FromMinutes(request.Minutes ?? Hours?.SlotMinutes ?? Minutes);
        var busyUntil = end + Duration.FromMinutes(Window(start)?.BufferMinutes ?? 0);
        return new(hold, facts.Doctor, request.Type, start, end, busyUntil, desk, facts.PriceOf(request.Type), facts.Policy, Until: end, facts.PolicyVersion);
    }

    /// <summary>Who was here pays when they go: until the doctor's day is over, and never before the visit is.</summary>
    public static Instant PayUntil(Instant start, Instant end, DateTimeZone zone) =>
        Instant.Max(end, LocalEdge.StartOfDay(start.InZone(zone).Date.PlusDays(1), zone));
}

static class WalkInRooms
{
    const string Find = $"""
        select {WindowRow.Columns}, {Claim.Columns}
          from (select 1) one
          left join lateral (
                select * from offered_slots
                 where doctor_id = $1 and type = $2 order by not (window_start <= $3 and window_end > $3), window_end <= $3, abs(extract(epoch from window_start - $3)) limit 1
               ) w on true
          left join slot_claims s
            on s.doctor_id = $1 and s.during && tstzrange($3 - interval '24 hours', $3 + interval '24 hours') and (s.lapses_at is null or s.lapses_at > $4)
        """;

    public static Loaded<WalkInRoom> LoadWalkInRoom(this Unit unit, DoctorId doctor, AppointmentType type, Instant start, Instant now) => unit.Load(
        batch => batch.Add(Find, Pg.Uuid(doctor.Value), Pg.Text(Wire.Name(type)), Pg.At(start), Pg.At(now)), Read);

    static async ValueTask<WalkInRoom> Read(NpgsqlDataReader row, CancellationToken ct)
    {
        OfferedWindow? hours = null;
        List<Claim> claims = [];
        while (await row.ReadAsync(ct))
        {
            hours ??= row.IsDBNull(0) ? null : WindowRow.Read(row, 0, []);
            // The first column of a claim is null for a visit; its start never is.
            if (!row.IsDBNull(WindowRow.Width + 1))
            {
                claims.Add(Claim.Read(row, WindowRow.Width));
            }
        }

        return new(hours, claims);
    }
}
