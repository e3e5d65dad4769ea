using Booking.EventStore;
using NodaTime;
using Npgsql;

namespace Booking.Service.Appointments;

/// <summary>
/// Keeps <c>patient_claims</c>: when each patient has a live visit. It goes by the states around an event and not by its type, so whatever
/// moves, ends or revives a visit is in it.
/// </summary>
static class PatientClaims
{
    /// <summary>What breaks when two visits of a patient overlap.</summary>
    public const string Constraint = "patient_is_at_one_visit";

    public static void Project(AppointmentEvent @event, EventMetadata metadata, AppointmentState before, AppointmentState after, NpgsqlBatch sql)
    {
        var (was, stands) = (Time(before), Time(after));
        if (was == stands)
        {
            return;
        }

        if (stands is not { } time)
        {
            sql.Add("delete from patient_claims where appointment_id = $1", Pg.Uuid(metadata.Stream));
        }
        else if (was is null)
        {
            sql.Add(
                "insert into patient_claims (appointment_id, patient_id, during, may_overlap) values ($1, $2, $3, $4)",
                Pg.Uuid(metadata.Stream), Pg.Uuid(after.Visit.Patient.Value), Pg.Range(time.Start, time.End), Pg.Bool(MayOverlap(@event, after.Visit)));
        }
        else
        {
            sql.Add(
                "update patient_claims set during = $2, may_overlap = $3 where appointment_id = $1",
                Pg.Uuid(metadata.Stream), Pg.Range(time.Start, time.End), Pg.Bool(MayOverlap(@event, after.Visit)));
        }
    }

    static Interval? Time(AppointmentState visit) => visit.IsLive ? new Interval(visit.Visit.Start, visit.Visit.End) : null;

    /// <summary>Only where a person chose the time, and nobody waived the rule, does the rule hold.</summary>
    static bool MayOverlap(AppointmentEvent @event, AppointmentRequested visit) => visit.Terms is null || @event switch
    {
        AppointmentRequested requested => requested.Overrides?.Contains(PatientRules.Busy.Code, StringComparer.Ordinal) is true,
        AppointmentReinstated or AppointmentRescheduled { By: not Party.System } => false,
        _ => true,
    };
}
