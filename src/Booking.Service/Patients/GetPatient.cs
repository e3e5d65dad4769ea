using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Ops;

namespace Booking.Service.Patients;

/// <summary>One patient, for the desk and for a doctor whom they have seen or will see; to everybody else they do not exist. Who looks is noted.</summary>
public static class GetPatient
{
    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/api/patients/{id}", Get)
        .RequireAuthorization(Policies.DeskOrDoctor).WithTags("Patients").Answers<PatientItem>(200, 404);

    static async Task<IResult> Get(Guid id, Caller caller, PatientDirectory patients, OperatorChanges audit, CancellationToken ct)
    {
        if (!await MaySee(caller, new(id), patients, ct) || await patients.Get(new(id), ct) is not { } patient)
            return Refusals.NotFound.Problem(caller.Http);
        await audit.Note("patients.read", id, "", caller, ct);
        return TypedResults.Ok(patient);
    }

    static async Task<bool> MaySee(Caller caller, PatientId patient, PatientDirectory patients, CancellationToken ct) =>
        caller.IsDesk || (caller.DoctorId is { } doctor && await patients.HasVisit(patient, doctor, ct));
}
