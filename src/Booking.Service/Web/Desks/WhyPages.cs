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
}
