using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Ops;
using Npgsql;

namespace Booking.Service.Patients;

/// <summary>One patient, for the desk and for a doctor whom they have seen or will see; to everybody else they do not exist. Who looks is noted.</summary>
public static class GetPatient
{
    const string IsTheirs = "select exists (select from appointments where doctor_id = $1 and patient_id = $2)";

    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/api/patients/{id}", Get)
        .RequireAuthorization(Policies.DeskOrDoctor).WithTags("Patients").Answers<PatientItem>(200, 404);

    static async Task<IResult> Get(Guid id, Caller caller, PatientDirectory patients, NpgsqlDataSource dataSource, OperatorChanges audit, CancellationToken ct)
    {
        if (!await MaySee(caller, id, dataSource, ct) || await patients.Get(new(id), ct) is not { } patient)
            return Refusals.NotFound.Problem(caller.Http);
        await audit.Note("patients.read", id, "", caller, ct);
        return TypedResults.Ok(patient);
    }

    static async Task<bool> MaySee(Caller caller, Guid patient, NpgsqlDataSource dataSource, CancellationToken ct)
    {
        if (caller.IsDesk)
            return true;
        if (caller.DoctorId is not { } doctor)
            return false;
        await using var command = dataSource.CreateCommand(IsTheirs).With(Pg.Uuid(doctor.Value), Pg.Uuid(patient));
        return await command.ExecuteScalarAsync(ct) is true;
    }
}
