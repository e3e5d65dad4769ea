using Booking.Contracts;
using Booking.EventStore;
using NodaTime;
using Npgsql;

namespace Booking.Service.Waitlist;

/// <summary>An entry as its row says, with its place among those who compete with it now.</summary>
/// <param name="Offer">The hold that stands for it now.</param>
/// <param name="Noted">The offer that its doctor's list knows of, over or not.</param>
public sealed record WaitlistRow(
    WaitlistEntryId Id, DoctorId Doctor, PatientId Patient, AppointmentType Type, LocalDate From, LocalDate To, Instant JoinedAt, long Place, string? Why,
    bool Ended, long Version, int Position, HoldId? Offer, HoldId? Noted, Instant? Start, Instant? Until)
{
    public WaitlistEntry Answer => new(
        Id.Value, Doctor.Value, Patient.Value, From, To, Type,
        Ended ? WaitlistStatus.Ended : Offer is null ? WaitlistStatus.Waiting : WaitlistStatus.Offered,
        Ended ? null : Position, Offer?.Value, Offer is null ? null : Start, Offer is null ? null : Until, Why, JoinedAt);
}

/// <summary>The read model of those who wait. $1 is always the present: a span that is over is over, noted or not.</summary>
public static class WaitlistRows
{
    const string Select = """
        select e.id, e.doctor_id, e.patient_id, e.type, e.from_date, e.to_date, e.joined_at, e.place,
               coalesce(e.why, case when e.ends_at <= $1 then 'span_over' end), e.state = 'ended' or e.ends_at <= $1, e.version,
               case when e.state = 'ended' then 0 else 1 + (
                   select count(*)::int from waitlist_entries o
                    where o.doctor_id = e.doctor_id and o.state <> 'ended' and o.place < e.place and o.ends_at > $1 and o.type = e.type
                      and o.from_date <= e.to_date and e.from_date <= o.to_date) end,
               h.id, e.hold_id, e.offered_start, h.until
          from waitlist_entries e left join holds h on h.id = e.hold_id and h.state = 'held' and h.until > $1

        """;

    public static async Task<WaitlistRow?> FindWaitlistEntry(this NpgsqlDataSource dataSource, WaitlistEntryId id, Instant now, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Select + "where e.id = $2").With(Pg.At(now), Pg.Uuid(id.Value));
        return (await Read(command, ct)).SingleOrDefault();
    }

    /// <summary>Those who wait now: of a doctor in the order of the list, else in the order in which they joined.</summary>
    public static async Task<List<WaitlistRow>> LiveWaitlist(
        this NpgsqlDataSource dataSource, Guid? doctor, Guid? patient, (Instant At, long Place, Guid Id) after, int limit, Instant now, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Select + """
            where ($2::uuid is null or e.doctor_id = $2) and ($3::uuid is null or e.patient_id = $3) and e.state <> 'ended' and e.ends_at > $1
              and (e.joined_at, e.place, e.id) > ($4, $5, $6)
            order by e.joined_at, e.place, e.id limit $7
            """);
        command.With(Pg.At(now), Pg.UuidOrNull(doctor), Pg.UuidOrNull(patient), Pg.At(after.At), Pg.Long(after.Place), Pg.Uuid(after.Id), Pg.Int(limit));
        return await Read(command, ct);
    }

    public static async Task<bool> AnybodyWaitsFor(this NpgsqlDataSource dataSource, DoctorId doctor, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand("select exists (select from waitlist_entries where doctor_id = $1 and state <> 'ended')")
            .With(Pg.Uuid(doctor.Value));
        return await command.ExecuteScalarAsync(ct) is true;
    }

    static async Task<List<WaitlistRow>> Read(NpgsqlCommand command, CancellationToken ct)
    {
        await using var row = await command.ExecuteReaderAsync(ct);
        List<WaitlistRow> rows = [];
        while (await row.ReadAsync(ct))
        {
            rows.Add(new(
                new(row.GetGuid(0)), new(row.GetGuid(1)), new(row.GetGuid(2)), Wire.Parse<AppointmentType>(row.GetString(3)), row.GetDate(4), row.GetDate(5),
                row.GetInstant(6), row.GetInt64(7), row.GetStringOrNull(8), row.GetBoolean(9), row.GetInt64(10), row.GetInt32(11),
                row.GetGuidOrNull(12) is { } offer ? new HoldId(offer) : null, row.GetGuidOrNull(13) is { } noted ? new HoldId(noted) : null,
                row.GetInstantOrNull(14), row.GetInstantOrNull(15)));
        }

        return rows;
    }
}
