using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Schedules;
using NodaTime;
using Npgsql;

namespace Booking.Service.Appointments;

/// <summary>A live visit of a patient with any doctor: <c>[Start, End)</c>.</summary>
public readonly record struct PatientVisit(AppointmentId Id, Instant Start, Instant End);

/// <summary>What is known of a patient when a visit of theirs is decided.</summary>
/// <param name="Visits">The live ones that touch the asked span.</param>
/// <param name="Seen">When their last completed visit with the doctor ended, of those that ended by the start of the span.</param>
public sealed record PatientFacts(IReadOnlyList<PatientVisit> Visits, Instant? Seen)
{
    /// <summary>Of somebody who was never here.</summary>
    public static readonly PatientFacts None = new([], Seen: null);
}

/// <summary>The rules that look at the patient and not at the doctor's calendar. Whatever gives a visit its time asks them.</summary>
public static class PatientRules
{
    public static readonly Refusal NeedsVisit = new("followup-needs-visit", "A follow-up needs a recent visit with this doctor.");
    public static readonly Refusal Busy = new("patient-busy", "The patient has another visit at that time.");

    /// <summary>No hours have longer ones, so a span of this length from a start holds all that can be in its way.</summary>
    public static readonly Duration LongestVisit = Duration.FromHours(8);

    const string Find = """
        select appointment_id, lower(during), upper(during), null::timestamptz from patient_claims where patient_id = $1 and during && tstzrange($3, $4)
        union all
        select null, null, null, max(ends_at) from appointments where patient_id = $1 and doctor_id = $2 and status = 'completed' and ends_at <= $3
        """;

    /// <summary>Asks what bears on visits of this patient with this doctor in <c>[from, to)</c>.</summary>
    public static Loaded<PatientFacts> LoadPatient(this Unit unit, PatientId patient, DoctorId doctor, Instant from, Instant to) => unit.Load(
        batch => batch.Add(Find, Pg.Uuid(patient.Value), Pg.Uuid(doctor.Value), Pg.At(from), Pg.At(to)), Read);

    /// <summary>Whether this patient may have a visit of this type then. In the order of the refusals.</summary>
    /// <param name="own">The visit that is moved: it is not in its own way.</param>
    /// <param name="mayOverlap">The desk knows of the other visit and wants both.</param>
    public static Refusal? Refused(
        this PatientFacts patient, BookingRules rules, AppointmentType type, Interval time, AppointmentId? own = null, bool mayOverlap = false) =>
        type == AppointmentType.Followup && !rules.AllowFollowup(time.Start, patient.Seen) ? NeedsVisit
        : !mayOverlap && patient.Visits.Any(visit => visit.Id != own && visit.Start < time.End && time.Start < visit.End) ? Busy
        : null;

    /// <summary>
    /// Whether this patient's visit may move there. The doctor's side and the desk may move a follow-up to when it is needed; only the
    /// patient's own moves stay within its days.
    /// </summary>
    public static Refusal? RefusedMove(this PatientFacts patient, BookingRules rules, AppointmentRow visit, Interval to, Party by) =>
        patient.Refused(by == Party.Patient ? rules : rules with { FollowupWithinDays = 0 }, visit.Type, to, own: visit.Id);

    static async ValueTask<PatientFacts> Read(NpgsqlDataReader row, CancellationToken ct)
    {
        List<PatientVisit> visits = [];
        Instant? seen = null;
        while (await row.ReadAsync(ct))
        {
            if (row.GetGuidOrNull(0) is { } id)
            {
                visits.Add(new(new(id), row.GetInstant(1), row.GetInstant(2)));
            }
            else
            {
                seen = row.GetInstantOrNull(3);
            }
        }

        return new(visits, seen);
    }
}
