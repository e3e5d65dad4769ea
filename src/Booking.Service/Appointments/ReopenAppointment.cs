using Booking.Contracts;
using Booking.EventStore;
using NodaTime;
using Npgsql;

namespace Booking.Service.Appointments;

/// <summary>
/// Takes back that a visit was closed, within a day: it is confirmed again. Money that went back stays there; the clinic may keep what it
/// still has. A repeat answers the visit as it is.
/// </summary>
public static class ReopenAppointment
{
    public static readonly Refusal TooLate = new("too-late-to-reopen", "It is too long since the visit was closed.");

    /// <summary>How long after the closing; that moment included.</summary>
    public static readonly Duration Within = Duration.FromHours(24);

    const string Closed = """
        select timestamp from mt_events where stream_id = $1 and type in ('appointment_completed', 'appointment_no_show') order by version desc limit 1
        """;

    /// <param name="ClosedAt">Null while nobody has.</param>
    /// <param name="Left">What the clinic still has of what was paid.</param>
    public sealed record Command(Instant? ClosedAt, Money Left, Instant Now);

    public static Decision<AppointmentEvent> Decide(AppointmentState state, Command reopen) => state.Status switch
    {
        AppointmentStatus.Confirmed => [],
        AppointmentStatus.Completed or AppointmentStatus.NoShow => reopen.Now - reopen.ClosedAt > Within ? TooLate : [new AppointmentReopened(reopen.Left)],
        _ => VisitClosing.Refused(state, reopen.Now)!,
    };

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapPost("/api/appointments/{id}/reopen", Post).RequireAuthorization(Policies.DeskOrDoctor).Answers<AppointmentAnswer>(200, 404, 409, 412, 422);

    static Task<IResult> Post(Guid id, Caller caller, Commands commands, NpgsqlDataSource dataSource, CancellationToken ct) => VisitClosing.Run(
        id, caller, commands, dataSource,
        static (unit, streams, now) =>
        {
            var closed = unit.Load(
                batch => batch.Add(Closed, Pg.Uuid(streams.Visit.Id)),
                static async (row, token) => await row.ReadAsync(token) ? row.GetInstant(0) : (Instant?)null);
            return () => streams.Append(Decide(streams.Visit.State, new(closed.Value, streams.Captured, now)));
        },
        ct);
}
