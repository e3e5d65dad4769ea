using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Patients;
using Booking.Service.Schedules;
using NodaTime;
using Npgsql;

namespace Booking.Service.Availability;

/// <summary>A hold that lives, as the day sheet shows it.</summary>
/// <param name="Holder">The account; it is a patient's, or the desk's.</param>
sealed record DayHold(Guid Id, PatientId Holder, Instant Start, Instant BusyUntil, Instant Until)
{
    public const string Query = """
        select h.id, h.holder, lower(s.during), upper(s.during), s.lapses_at from slot_claims s join holds h on h.id = s.hold_id
         where s.doctor_id = $1 and s.during && tstzrange($2, $3) and s.lapses_at > $4 order by s.starts_at
        """;

    public static DayHold Read(NpgsqlDataReader row) =>
        new(row.GetGuid(0), new(row.GetGuid(1)), row.GetInstant(2), row.GetInstant(3), row.GetInstant(4));

    /// <summary>Whose it is; null for an account of the desk, and for who is not known.</summary>
    public DayPatient? Patient(IReadOnlyDictionary<PatientId, DayPatient> known) =>
        known.TryGetValue(Holder, out var patient) && patient.FullName != PatientRow.ErasedName ? patient : null;

    public bool Has(OfferedSlot slot) => Start < slot.BusyUntil && slot.Start < BusyUntil;
}

/// <summary>What the desk asks of a slot without a visit.</summary>
static class DayHolds
{
    /// <summary>Who holds it, or why it is blocked.</summary>
    public static DaySlot Explain(DaySlot slot, Timetable timetable, List<DayHold> holds, IReadOnlyDictionary<PatientId, DayPatient> known) => slot.State switch
    {
        DayState.Held when holds.Find(h => h.Has(new(slot.Start, slot.End, slot.End))) is { } hold =>
            slot with { Patient = hold.Patient(known), HoldId = hold.Id, HeldUntil = hold.Until },
        DayState.Blocked => slot with { Reason = WhyNot.Find(timetable, slot.Type!.Value, slot.Start, LocalDate.MaxIsoValue).By?.Reason },
        _ => slot,
    };
}

/// <summary>Why the patients of a day come, in their own words: opened for the desk and the doctor, and kept nowhere.</summary>
static class DayReasons
{
    const string Query = "select stream_id, data ->> 'reason' from mt_events where stream_id = any ($1) and type = 'appointment_requested' and data ->> 'reason' is not null";

    /// <param name="visits">Each with its patient.</param>
    public static async Task<IReadOnlyDictionary<Guid, string?>> Read(
        NpgsqlDataSource dataSource, PatientKeys keys, IReadOnlyDictionary<Guid, PatientId> visits, CancellationToken ct)
    {
        Dictionary<Guid, byte[]> hidden = [];
        await using (var command = dataSource.CreateCommand(Query).With(Pg.Uuids([.. visits.Keys])))
        {
            await using var row = await command.ExecuteReaderAsync(ct);
            while (await row.ReadAsync(ct))
            {
                hidden[row.GetGuid(0)] = Convert.FromBase64String(row.GetString(1));
            }
        }

        Dictionary<Guid, string?> reasons = [];
        foreach (var (visit, text) in hidden)
        {
            reasons[visit] = (await keys.For(visits[visit], ct)).Open(text, Fields.Reason);
        }

        return reasons;
    }
}
