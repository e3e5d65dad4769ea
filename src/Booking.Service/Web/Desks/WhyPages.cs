using Booking.Contracts;
using NodaTime;

namespace Booking.Service.Web.Desks;

public sealed record WhyModel(DoctorAnswer Doctor, WhyAnswer Why)
{
    public DateTimeZone Zone => Zones.Get(Doctor.TimeZone);
    public LocalDate Date => Why.Start.InZone(Zone).Date;
}

/// <summary>Why a time is offered or not, and who has it.</summary>
static class WhyPages
{
    public static void Map(IEndpointRouteBuilder pages) => pages.MapGet("/desk/doctors/{id}/why", Get).RequireAuthorization(Policies.DeskOrDoctor);

    static async Task<IResult> Get(Guid id, string start, string? type, Viewer viewer, CancellationToken ct)
    {
        if (Form.InstantOf(start) is not { } at)
            return Show.Wrong(PhoneBooking.Unreadable);
        var (doctor, why) = (viewer.Api.Doctor(id, ct), viewer.Api.Why(id, at, Wire.TryParse<AppointmentType>(type ?? "", out var asked) ? asked : null, ct));
        await Task.WhenAll(doctor, why);
        return (doctor.Result.Problem ?? why.Result.Problem) is { } problem
            ? Show.Wrong(problem)
            : Show.Page<WhyPage, WhyModel>(new(doctor.Result.Value, why.Result.Value));
    }

    /// <summary>The reason in a sentence.</summary>
    public static string Text(Viewer viewer, WhyCode code) => code switch
    {
        WhyCode.Free => viewer["desk.why.free"],
        WhyCode.Window => viewer["desk.why.window"],
        WhyCode.Exception => viewer["desk.why.exception"],
        WhyCode.Notice => viewer["desk.why.notice"],
        WhyCode.Horizon => viewer["desk.why.horizon"],
        WhyCode.Claim => viewer["desk.why.claim"],
        WhyCode.Limit => viewer["desk.why.limit"],
        WhyCode.Past => viewer["desk.why.past"],
        WhyCode.Paused => viewer["desk.why.paused"],
        _ => viewer["desk.why.not_verified"],
    };
}
