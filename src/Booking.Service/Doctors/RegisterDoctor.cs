using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Reviews;
using Booking.Service.Schedules;

namespace Booking.Service.Doctors;

/// <summary>Registers a doctor with an empty schedule, and replaces what is known of one.</summary>
public static class RegisterDoctor
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/api/doctors", Post).RequireAuthorization(Policies.Desk).Answers<DoctorAnswer>(201, 400, 422);
        app.MapPut("/api/doctors/{id}", Put).RequireAuthorization(Policies.DeskOrDoctor).Answers<DoctorAnswer>(200, 400, 403, 404, 412);
    }

    /// <summary>What differs between the doctor as they are and as they shall be.</summary>
    public static Decision<DoctorEvent> Decide(DoctorState state, DoctorProfile profile, Fees fees)
    {
        List<DoctorEvent> events = [];
        if (!Same(state.Profile!, profile))
        {
            events.Add(new DoctorProfileChanged(profile));
        }

        if (state.Fees != fees)
        {
            events.Add(new DoctorFeesChanged(fees));
        }

        return [.. events];
    }

    static async Task<IResult> Post(DoctorRequest request, Caller caller, Commands commands, CancellationToken ct)
    {
        if (DoctorFields.Check(request) is { Any: true } errors)
        {
            return Problems.Invalid(caller.Http, errors.ToDictionary());
        }

        return await commands.Run(caller, (unit, now) =>
        {
            var id = DoctorId.New();
            var doctor = unit.Load(Doctor.Category, id.Stream());
            var schedule = unit.Load(Schedule.Category, Schedule.Stream(id));
            return () =>
            {
                unit.Append(schedule, [Schedule.Open(id, request.TimeZone, now)]);
                unit.Append(doctor, [new DoctorRegistered(id, Profile(request), request.Fees)]);
                return Answer.Created($"/api/doctors/{id}", DoctorBody.Of(doctor.State, schedule.State.Rules), doctor.Version);
            };
        }, ct);
    }

    static async Task<IResult> Put(Guid id, DoctorRequest request, Caller caller, Commands commands, WithNextStart next, CancellationToken ct)
    {
        if (!caller.ActsFor(new(id)))
        {
            return Refusals.Forbidden.Problem(caller.Http);
        }

        if (DoctorFields.Check(request) is { Any: true } errors)
        {
            return Problems.Invalid(caller.Http, errors.ToDictionary());
        }

        return await next.In(await commands.Run(caller, (unit, now) =>
        {
            var doctor = unit.Load(Doctor.Category, new(id));
            var schedule = unit.Load(Schedule.Category, Schedule.Stream(new(id)));
            var rating = unit.LoadRating(new(id));
            return () =>
            {
                if ((doctor.Exists ? caller.Expects(doctor.Version) : Refusals.NotFound) is { } refusal)
                {
                    return refusal;
                }

                if (request.TimeZone != doctor.State.Profile!.TimeZone)
                {
                    unit.Lock(schedule.Id, schedule.Version);
                    unit.Append(schedule, [Schedule.MoveTo(schedule.State, request.TimeZone, now)]);
                }

                unit.Append(doctor, Decide(doctor.State, Profile(request, doctor.State.Profile.LicensedIn), request.Fees));
                return Answer.Ok(DoctorBody.Of(doctor.State, schedule.State.Rules, rating.Value), doctor.Version);
            };
        }, ct), ct);
    }

    /// <param name="licensedIn">What stays when the request says nothing of it: whoever does not know of the restriction does not lift it.</param>
    internal static DoctorProfile Profile(DoctorRequest request, IReadOnlyList<string>? licensedIn = null) => new(
        request.FullName.Trim(), request.Email, request.Phone, request.Specialties, request.Languages, request.Bio, request.Qualifications, request.TimeZone, request.Location,
        (request.LicensedIn ?? licensedIn) is { Count: > 0 } places ? places : null);

    static bool Same(DoctorProfile a, DoctorProfile b) =>
        a with { Specialties = b.Specialties, Languages = b.Languages, Qualifications = b.Qualifications, LicensedIn = b.LicensedIn } == b
        && a.Specialties.SequenceEqual(b.Specialties, StringComparer.Ordinal) && a.Languages.SequenceEqual(b.Languages, StringComparer.Ordinal)
        && a.Qualifications.SequenceEqual(b.Qualifications, StringComparer.Ordinal)
        && (a.LicensedIn ?? []).SequenceEqual(b.LicensedIn ?? [], StringComparer.Ordinal);
}
