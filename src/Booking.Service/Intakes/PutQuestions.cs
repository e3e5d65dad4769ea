using System.Text.Json;
using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Doctors;
using Npgsql;

namespace Booking.Service.Intakes;

/// <summary>What a doctor asks before a visit. A change does not touch what was answered already: answers keep their questions.</summary>
public static class PutQuestions
{
    public static Decision<DoctorEvent> Decide(DoctorState doctor, EquatableList<Question> questions) =>
        (doctor.Intake ?? []).Equals(questions) ? [] : [new DoctorIntakeChanged(questions)];

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPut("/api/doctors/{id}/intake", Put).RequireAuthorization(Policies.DeskOrDoctor).Answers<IntakeQuestions>(200, 400, 403, 404, 412, 422);
        app.MapGet("/api/doctors/{id}/intake", Get).RequireAuthorization(Policies.SignedIn).Answers<IntakeQuestions>(200, 404);
    }

    static async Task<IResult> Put(Guid id, IntakeQuestions request, Caller caller, Commands commands, CancellationToken ct)
    {
        if (!caller.ActsFor(new(id)))
        {
            return Refusals.Forbidden.Problem(caller.Http);
        }

        if (IntakeFields.Check(request) is { Any: true } errors)
        {
            return Problems.Invalid(caller.Http, errors.ToDictionary());
        }

        return await commands.Run(caller, (unit, _) =>
        {
            var doctor = unit.Load(Doctor.Category, new DoctorId(id).Stream());
            return () => (doctor.Exists ? caller.Expects(doctor.Version) : Refusals.NotFound) is { } refusal ? refusal
                : unit.Append(doctor, Decide(doctor.State, IntakeWire.Read(request))) is { } refused ? refused
                : Answer.Ok(new IntakeQuestions(IntakeWire.Write(doctor.State.Intake)), doctor.Version);
        }, ct);
    }

    static async Task<IResult> Get(Guid id, Caller caller, NpgsqlDataSource dataSource, CancellationToken ct) =>
        await dataSource.FindQuestions(new(id), ct) is { } doctor && (doctor.State.Verified || caller.ActsFor(new(id)))
            ? ETags.Ok(caller.Http, new IntakeQuestions(IntakeWire.Write(doctor.State.Intake)), doctor.Version)
            : Refusals.NotFound.Problem(caller.Http);

    /// <summary>The doctor with what they ask now.</summary>
    /// <returns>Null when there is no such doctor.</returns>
    public static async Task<(DoctorState State, long Version)?> FindQuestions(this NpgsqlDataSource dataSource, DoctorId doctor, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand("select body, version from doctors where id = $1").With(Pg.Uuid(doctor.Value));
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? (JsonSerializer.Deserialize(row.GetUtf8(0), EventJson.Default.DoctorState)!, row.GetInt64(1)) : null;
    }
}
