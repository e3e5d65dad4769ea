using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Replicas;
using NodaTime;
using Npgsql;

namespace Booking.Service.Availability;

/// <summary>
/// Reads a doctor's calendar over a span: facts and live claims in one statement, so of one moment; what the schedule of that version offers
/// comes from memory, or from one more statement. The two are subtracted in memory.
/// </summary>
public sealed class CalendarReader(NpgsqlDataSource dataSource, OfferedSpans spans)
{
    readonly ReadPlace _primary = ReadPlace.Primary(dataSource);

    /// <summary>A schedule that changes faster than it can be read is read again so often, then given up as a bug.</summary>
    const int Attempts = 10;

    const string Find = $"""
        select {CalendarFacts.Columns}, {Claim.Columns}
          from calendars c
          left join slot_claims s on s.doctor_id = c.doctor_id and s.during && tstzrange($2, $3) and (s.lapses_at is null or s.lapses_at > $4)
         where c.doctor_id = $1
        """;

    /// <summary>Everything that bears on slots of this type which start in <c>[from, to)</c>.</summary>
    /// <returns>Null when there is no such doctor.</returns>
    public Task<DoctorCalendar?> Read(DoctorId doctor, AppointmentType type, Instant from, Instant to, Instant now, HoldId? own, CancellationToken ct) =>
        Read(_primary, doctor, type, from, to, now, own, ct);

    /// <inheritdoc cref="Read(DoctorId, AppointmentType, Instant, Instant, Instant, HoldId?, CancellationToken)"/>
    /// <exception cref="NotOnReplicaException">The replica is not so far, knows no such doctor, or the two statements met replicas that stand at different versions.</exception>
    public async Task<DoctorCalendar?> Read(
        ReadPlace place, DoctorId doctor, AppointmentType type, Instant from, Instant to, Instant now, HoldId? own, CancellationToken ct)
    {
        var (first, last) = WindowDates.Around(from, to);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (await ReadFacts(place, doctor, first, last, now, ct) is not { } read)
            {
                place.MustBePrimary();
                return null;
            }

            if (await spans.Of(place, doctor, type, first, last, read.Facts.ScheduleVersion, ct) is { } span)
            {
                return new(read.Facts, span, read.Claims, now, own);
            }

            place.MustBePrimary();
        }

        throw new InvalidOperationException($"The schedule of doctor {doctor} changed {Attempts} times while it was read.");
    }

    async Task<(CalendarFacts Facts, List<Claim> Claims)?> ReadFacts(ReadPlace place, DoctorId doctor, LocalDate first, LocalDate last, Instant now, CancellationToken ct)
    {
        // A window that is limited counts its claims from its start to its end, so a day on each side is read too.
        await using var batch = place.Batch();
        batch.Add(
            Find, Pg.Uuid(doctor.Value), Pg.At(first.AtMidnight().InUtc().ToInstant()), Pg.At(last.PlusDays(3).AtMidnight().InUtc().ToInstant()), Pg.At(now));
        await using var row = await place.Execute(batch, ct);
        CalendarFacts? facts = null;
        List<Claim> claims = [];
        while (await row.ReadAsync(ct))
        {
            facts ??= CalendarFacts.Read(row);
            // The first column of a claim is null for a visit; its start never is.
            if (!row.IsDBNull(CalendarFacts.Width + 1))
            {
                claims.Add(Claim.Read(row, CalendarFacts.Width));
            }
        }

        return facts is null ? null : (facts, claims);
    }
}
