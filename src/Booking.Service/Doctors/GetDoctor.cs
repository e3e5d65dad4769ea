using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Availability;
using Booking.Service.Reviews;
using Booking.Service.Schedules;

namespace Booking.Service.Doctors;

/// <summary>One doctor by id. Before ops have verified them they exist for the clinic only.</summary>
public static class GetDoctor
{
    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/api/doctors/{id}", Get).RequireAuthorization(Policies.Anyone).Answers<DoctorAnswer>(200, 404);

    static async Task<IResult> Get(Guid id, Caller caller, StreamStore store, NextAvailable next, CancellationToken ct)
    {
        if (await store.StateAsOf(Doctor.Category, new(id), ct: ct) is not { State.Registered: not null } doctor
            || !(doctor.State.Verified || caller.ActsFor(new(id)))
            || await store.StateAsOf(Schedule.Category, Schedule.Stream(new(id)), ct: ct) is not { } schedule)
        {
            return Refusals.NotFound.Problem(caller.Http);
        }

        var rating = await store.DataSource.RatingOf(new(id), ct);
        return ETags.Ok(caller.Http, DoctorBody.Of(doctor.State, schedule.State.Rules, rating, await next.Of(new(id), ct)), doctor.Version);
    }
}
