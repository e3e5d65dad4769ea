using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Patients;
using NodaTime;
using Npgsql;

namespace Booking.Service.Availability;

/// <summary>A visit that is over and of which nobody has said how it went.</summary>
sealed record UnclosedRow(Guid Id, PatientId Patient, Instant Start, Instant End, AppointmentType Type)
{
    public UnclosedVisit Of(IReadOnlyDictionary<PatientId, DayPatient> known) => new(Id, known[Patient], Start, End, Type);
}

/// <summary>What the desk still has to close: completed, or missed.</summary>
static class UnclosedVisits
{
    /// <summary>So long after its end a visit that is still confirmed is told of.</summary>
    public static readonly Duration Patience = Duration.FromHours(2);

    /// <summary>The oldest of a doctor, whatever the date; $2 is the latest end.</summary>
    public const string Query = """
        select id, patient_id, starts_at, ends_at, body ->> 'type' from appointments
         where doctor_id = $1 and status = 'confirmed' and ends_at < $2 order by ends_at, id limit 200
        """;

    public static bool IsUnclosed(AppointmentStatus status, Instant end, Instant now) => status == AppointmentStatus.Confirmed && end < now - Patience;

    public static UnclosedRow Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), new(row.GetGuid(1)), row.GetInstant(2), row.GetInstant(3), Wire.Parse<AppointmentType>(row.GetString(4)));
}
