using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Appointments;
using Booking.Service.Patients;

namespace Booking.Service.Intakes;

/// <summary>What the patient answered before a visit, with the questions as they were; for the patient, the doctor and the desk.</summary>
public static class GetIntake
{
    static readonly Dictionary<string, string> NoAnswers = [];

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/api/appointments/{id}/intake", Get).RequireAuthorization(Policies.SignedIn).Answers<IntakeAnswer>(200, 404);

    static async Task<IResult> Get(Guid id, Caller caller, StreamStore store, PatientKeys keys, CancellationToken ct)
    {
        if (await store.DataSource.FindAppointment(new(id), ct) is not { } row || !caller.MaySee(row)
            || await store.StateAsOf(Appointment.Category, new(id), ct: ct) is not { } visit)
        {
            return Refusals.NotFound.Problem(caller.Http);
        }

        if (visit.State.Intake is not { } hidden)
        {
            var doctor = await store.DataSource.FindQuestions(row.Doctor, ct);
            return ETags.Ok(caller.Http, new IntakeAnswer(Complete: false, IntakeWire.Write(doctor?.State.Intake), NoAnswers), visit.Version);
        }

        var intake = CompletedIntake.Open(hidden, await keys.For(row.Patient, ct));
        return ETags.Ok(caller.Http, new IntakeAnswer(Complete: true, IntakeWire.Write(intake?.Questions), intake?.Answers ?? NoAnswers), visit.Version);
    }
}
