using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Reviews;
using Booking.Service.Schedules;

namespace Booking.Service.Doctors;

/// <summary>The small changes of a doctor: verified by ops, paused and resumed, policy. A repeat changes nothing.</summary>
public static class DoctorSwitches
{
    public static Decision<DoctorEvent> Verify(DoctorState state) => state.Verified ? [] : [new DoctorVerified()];
    public static Decision<DoctorEvent> Pause(DoctorState state) => state.Accepting ? [new DoctorPaused()] : [];
    public static Decision<DoctorEvent> Resume(DoctorState state) => state.Accepting ? [] : [new DoctorResumed()];

    public static Decision<DoctorEvent> SetPolicy(DoctorState state, DoctorPolicy policy) => Same(state.Policy, policy) ? [] : [new DoctorPolicyChanged(policy)];

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/api/doctors/{id}/verify", (Guid id, Caller caller, Commands commands, WithNextStart next, CancellationToken ct) => Change(id, Verify, caller, commands, next, ct))
            .RequireAuthorization(Policies.Ops).Answers<DoctorAnswer>(200, 404, 412, 422);
        app.MapPost("/api/doctors/{id}/pause", (Guid id, Caller caller, Commands commands, WithNextStart next, CancellationToken ct) => Change(id, Pause, caller, commands, next, ct))
            .RequireAuthorization(Policies.DeskOrDoctor).Answers<DoctorAnswer>(200, 403, 404, 412, 422);
        app.MapPost("/api/doctors/{id}/resume", (Guid id, Caller caller, Commands commands, WithNextStart next, CancellationToken ct) => Change(id, Resume, caller, commands, next, ct))
            .RequireAuthorization(Policies.DeskOrDoctor).Answers<DoctorAnswer>(200, 403, 404, 412, 422);
        app.MapPut("/api/doctors/{id}/policy", PutPolicy).RequireAuthorization(Policies.DeskOrDoctor).Answers<DoctorAnswer>(200, 400, 403, 404, 412);
    }

    static async Task<IResult> PutPolicy(Guid id, DoctorPolicy policy, Caller caller, Commands commands, WithNextStart next, CancellationToken ct) =>
        DoctorFields.Check(policy) is { Any: true } errors
            ? Problems.Invalid(caller.Http, errors.ToDictionary())
            : await Change(id, state => SetPolicy(state, policy), caller, commands, next, ct);

    static async Task<IResult> Change(Guid id, Func<DoctorState, Decision<DoctorEvent>> decide, Caller caller, Commands commands, WithNextStart next, CancellationToken ct)
    {
        if (!caller.ActsFor(new(id)))
        {
            return Refusals.Forbidden.Problem(caller.Http);
        }

        return await next.In(await commands.Run(caller, (unit, _) =>
        {
            var doctor = unit.Load(Doctor.Category, new(id));
            var schedule = unit.Load(Schedule.Category, Schedule.Stream(new(id)));
            var rating = unit.LoadRating(new(id));
            return () => (doctor.Exists ? caller.Expects(doctor.Version) : Refusals.NotFound) is { } refusal ? refusal
                : unit.Append(doctor, decide(doctor.State)) is { } refused ? refused
                : Answer.Ok(DoctorBody.Of(doctor.State, schedule.State.Rules, rating.Value), doctor.Version);
        }, ct), ct);
    }

    static bool Same(DoctorPolicy? a, DoctorPolicy b) =>
        a is not null && a with { Cancellation = b.Cancellation } == b && a.Cancellation.SequenceEqual(b.Cancellation);
}
