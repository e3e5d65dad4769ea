using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Patients;

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

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/accounts/me/notifications", (Caller caller, StreamStore store, CancellationToken ct) => Get(caller.PatientId!.Value, caller, store, ct))
            .RequireAuthorization(Policies.Patient).WithTags("Accounts").Answers<NotificationSettings>(200, 404);
        app.MapPut("/api/accounts/me/notifications", (NotificationSettings wanted, Caller caller, Commands commands, CancellationToken ct) =>
                Put(caller.PatientId!.Value, wanted, caller, commands, ct))
            .RequireAuthorization(Policies.Patient).WithTags("Accounts").Answers<NotificationSettings>(200, 400, 404, 409, 412, 422);
        app.MapGet("/api/patients/{id}/notifications", (Guid id, Caller caller, StreamStore store, CancellationToken ct) => Get(new(id), caller, store, ct))
            .RequireAuthorization(Policies.Desk).WithTags("Patients").Answers<NotificationSettings>(200, 404);
        app.MapPut("/api/patients/{id}/notifications", (Guid id, NotificationSettings wanted, Caller caller, Commands commands, CancellationToken ct) =>
                Put(new(id), wanted, caller, commands, ct))
            .RequireAuthorization(Policies.Desk).WithTags("Patients").Answers<NotificationSettings>(200, 400, 404, 409, 412, 422);
    }

    static async Task<IResult> Get(PatientId patient, Caller caller, StreamStore store, CancellationToken ct) =>
        await store.StateAsOf(Patient.Category, patient.Stream(), ct: ct) is { State: { Life: PatientLife.Known } state, Version: var version }
            ? new Reply(Answer.Ok(Of(state), version).Stored, Refusal: null)
            : Refusals.NotFound.Problem(caller.Http);

    static async Task<IResult> Put(PatientId patient, NotificationSettings wanted, Caller caller, Commands commands, CancellationToken ct) =>
        await commands.Run(caller, (unit, _) =>
        {
            var stream = unit.Load(Patient.Category, patient.Stream());
            return () => (caller.Expects(stream.Version) ?? unit.Append(stream, Decide(stream.State, wanted))) is { } refusal
                ? refusal
                : Answer.Ok(Of(stream.State), stream.Version);
        }, ct);

    static NotificationSettings Of(PatientState patient) => new(patient.Notifications.Sms, patient.Notifications.Reminders);
}
