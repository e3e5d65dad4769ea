using Booking.Contracts;
using Booking.EventStore;
using NodaTime;
using Npgsql;

namespace Booking.Service.Appointments;

/// <summary>The desk or the doctor says that a visit took place. A repeat answers the visit as it is; <see cref="ReopenAppointment"/> takes it back.</summary>
public static class CompleteAppointment
{
    public static Decision<AppointmentEvent> Decide(AppointmentState state, Instant now) =>
        state.Status == AppointmentStatus.Completed ? []
        : VisitClosing.Refused(state, now) is { } refusal ? refusal
        : [new AppointmentCompleted()];

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapPost("/api/appointments/{id}/complete", Post).RequireAuthorization(Policies.DeskOrDoctor).Answers<AppointmentAnswer>(200, 404, 409, 412, 422);

    static Task<IResult> Post(Guid id, Caller caller, Commands commands, NpgsqlDataSource dataSource, CancellationToken ct) => VisitClosing.Run(
        id, caller, commands, dataSource, static (_, streams, now) => () => streams.Append(Decide(streams.Visit.State, now)), ct);
}
