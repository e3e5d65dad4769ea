using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Patients;
using Npgsql;

namespace Booking.Service.Notifications;

/// <summary>
/// What a patient wants to be sent: read and set by themselves or by the desk for them. It counts from the next message on, since each reads it
/// when it is sent.
/// </summary>
public static class NotificationChoices
{
    public static Decision<PatientEvent> Decide(PatientState patient, NotificationSettings wanted) =>
        patient.Life != PatientLife.Known ? Refusals.NotFound
        : Of(patient) == wanted ? []
        : [new PatientNotificationsChanged(wanted.Sms, wanted.Reminders)];

    const string Row = "select sms, reminders, version from patients join patient_keys on patient_id = id where id = $1";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/accounts/me/notifications", (Caller caller, NpgsqlDataSource database, CancellationToken ct) =>
                Get(caller.PatientId!.Value, caller, database, ct))
            .RequireAuthorization(Policies.Patient).WithTags("Accounts").Answers<NotificationSettings>(200, 404);
        app.MapPut("/api/accounts/me/notifications", (NotificationSettings wanted, Caller caller, Commands commands, NpgsqlDataSource database, CancellationToken ct) =>
                Put(caller.PatientId!.Value, wanted, caller, commands, database, ct))
            .RequireAuthorization(Policies.Patient).WithTags("Accounts").Answers<NotificationSettings>(200, 400, 404, 409, 412, 422);
        app.MapGet("/api/patients/{id}/notifications", (Guid id, Caller caller, NpgsqlDataSource database, CancellationToken ct) =>
                Get(new(id), caller, database, ct))
            .RequireAuthorization(Policies.Desk).WithTags("Patients").Answers<NotificationSettings>(200, 404);
        app.MapPut("/api/patients/{id}/notifications", (Guid id, NotificationSettings wanted, Caller caller, Commands commands, NpgsqlDataSource database, CancellationToken ct) =>
                Put(new(id), wanted, caller, commands, database, ct))
            .RequireAuthorization(Policies.Desk).WithTags("Patients").Answers<NotificationSettings>(200, 400, 404, 409, 412, 422);
    }

    static async Task<IResult> Get(PatientId patient, Caller caller, NpgsqlDataSource database, CancellationToken ct) =>
        await Find(patient, database, ct) is var (settings, version)
            ? new Reply(Answer.Ok(settings, version).Stored, Refusal: null)
            : Refusals.NotFound.Problem(caller.Http);

    static async Task<IResult> Put(PatientId patient, NotificationSettings wanted, Caller caller, Commands commands, NpgsqlDataSource database, CancellationToken ct)
    {
        // The id may be anybody's: only a patient's stream is one to decide on.
        if (await Find(patient, database, ct) is null)
            return Refusals.NotFound.Problem(caller.Http);
        return await commands.Run(caller, (unit, _) =>
        {
            var stream = unit.Load(Patient.Category, patient.Stream());
            return () => (caller.Expects(stream.Version) ?? unit.Append(stream, Decide(stream.State, wanted))) is { } refusal
                ? refusal
                : Answer.Ok(Of(stream.State), stream.Version);
        }, ct);
    }

    static async Task<(NotificationSettings Settings, long Version)?> Find(PatientId patient, NpgsqlDataSource database, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Row).With(Pg.Uuid(patient.Value));
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? (new(row.GetBoolean(0), row.GetBoolean(1)), row.GetInt64(2)) : null;
    }

    static NotificationSettings Of(PatientState patient) => new(patient.Notifications.Sms, patient.Notifications.Reminders);
}
