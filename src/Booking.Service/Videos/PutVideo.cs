using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Doctors;

namespace Booking.Service.Videos;

/// <summary>Says where a doctor sees patients. The same again changes nothing; coming visits follow a change.</summary>
public static class PutVideo
{
    public static Decision<DoctorEvent> Decide(DoctorState doctor, VideoConfigured wanted) => doctor.Video == wanted ? [] : [wanted];

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPut("/api/doctors/{id}/video", Put).RequireAuthorization(Policies.DeskOrDoctor).Answers<VideoAnswer>(200, 400, 403, 404, 412, 422);
        app.MapGet("/api/doctors/{id}/video", Get).RequireAuthorization(Policies.DeskOrDoctor).Answers<VideoAnswer>(200, 403, 404);
    }

    static async Task<IResult> Put(Guid id, VideoRequest request, Caller caller, Commands commands, CancellationToken ct)
    {
        if (!caller.ActsFor(new(id)))
        {
            return Refusals.Forbidden.Problem(caller.Http);
        }

        if (MeetingLink.Fault(request.Link) is { } fault)
        {
            return Problems.Invalid(caller.Http, "link", fault);
        }

        return await commands.Run(caller, (unit, _) =>
        {
            var doctor = unit.Load(Doctor.Category, new(id));
            return () => (doctor.Exists ? caller.Expects(doctor.Version) : Refusals.NotFound) is { } refusal ? refusal
                : unit.Append(doctor, Decide(doctor.State, new(request.Provider, request.Link))) is { } refused ? refused
                : Answer.Ok(Body(doctor.State), doctor.Version);
        }, ct);
    }

    static async Task<IResult> Get(Guid id, Caller caller, StreamStore store, CancellationToken ct)
    {
        if (!caller.ActsFor(new(id)))
        {
            return Refusals.Forbidden.Problem(caller.Http);
        }

        return await store.StateAsOf(Doctor.Category, new(id), ct: ct) is { State.Registered: not null } doctor
            ? ETags.Ok(caller.Http, Body(doctor.State), doctor.Version)
            : Refusals.NotFound.Problem(caller.Http);
    }

    static VideoAnswer Body(DoctorState doctor) => new(doctor.Video?.Provider, doctor.Video?.Link);
}
