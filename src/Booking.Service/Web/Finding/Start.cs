using Booking.Contracts;

namespace Booking.Service.Web.Finding;

/// <summary>Where everybody begins: a search, the specialties, and who is free next.</summary>
public sealed record StartModel(IReadOnlyList<string> Specialties, IReadOnlyList<DoctorItem> Next);

static class Start
{
    const int Shown = 6;

    public static void Map(IEndpointRouteBuilder pages) => pages.MapGet("/", Get).RequireAuthorization(Policies.Anyone);

    static async Task<IResult> Get(Viewer viewer, Suggestions suggestions, CancellationToken ct)
    {
        var (known, next) = (suggestions.Get(viewer, ct), viewer.Api.Doctors(new() { Sort = "nextAvailable" }, new(Shown), ct));
        await Task.WhenAll(known, next);
        return (await next).Problem is { } problem
            ? Show.Wrong(problem)
            : Show.Page<StartPage, StartModel>(new((await known).Specialties, [.. (await next).Value.Items.Where(doctor => doctor.NextAvailable is not null)]));
    }
}
