using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Appointments;
using Booking.Service.Doctors;
using Booking.Service.Patients;
using NodaTime;
using Npgsql;

namespace Booking.Service.Intakes;

/// <summary>A patient answers what the doctor asks before the visit, or answers anew, until the visit is over. The same answers change nothing.</summary>
public static class AnswerIntake
{
    public static readonly Refusal Closed = new("intake-closed", "The visit is over or was called off.");

    /// <param name="Key">The patient's: answers leave this process only sealed.</param>
    public sealed record Command(CompletedIntake Intake, PatientKey Key, Instant Now);

    public static Decision<AppointmentEvent> Decide(AppointmentState visit, Command answer) =>
        !visit.IsLive || answer.Now >= visit.Visit.End ? Closed
        : visit.Intake is { } hidden && CompletedIntake.Open(hidden, answer.Key) is { } before && before.Says(answer.Intake) ? []
        : [new AppointmentIntakeCompleted(answer.Intake.SealedUnder(answer.Key))];

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapPut("/api/appointments/{id}/intake", Put).RequireAuthorization(Policies.Patient).Answers<AppointmentAnswer>(200, 400, 404, 409, 412, 422);

    static async Task<IResult> Put(Guid id, IntakeRequest request, Caller caller, Commands commands, PatientKeys keys, NpgsqlDataSource dataSource, CancellationToken ct)
    {
        if (await dataSource.FindAppointment(new(id), ct) is not { } row || row.Patient != caller.PatientId)
        {
            return Refusals.NotFound.Problem(caller.Http);
        }

        var key = await keys.For(row.Patient, ct);
        IReadOnlyDictionary<string, string[]>? invalid = null;
        var reply = await commands.Run(caller, (unit, now) =>
        {
            var visit = unit.Load(Appointment.Category, row.Id.Stream());
            var doctor = unit.Load(Doctor.Category, row.Doctor.Stream());
            return () =>
            {
                var questions = doctor.State.Intake ?? [];
                var errors = IntakeFields.Check(request.Answers, questions);
                invalid = errors.Any ? errors.ToDictionary() : null;
                var decision = Decide(visit.State, new(new(questions, new(request.Answers, StringComparer.Ordinal)), key, now));
                return (caller.Expects(visit.Version) ?? decision.Refusal ?? (errors.Any ? Refusals.Invalid : unit.Append(visit, decision))) is { } refusal
                    ? refusal
                    : Answer.Ok(AppointmentBody.Of(visit.State, caller), visit.Version);
            };
        }, ct);
        return reply.Refusal == Refusals.Invalid ? Problems.Invalid(caller.Http, invalid!) : reply;
    }
}
