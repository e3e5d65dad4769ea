using Booking.Contracts;
using Booking.Service.Replicas;
using NodaTime;

namespace Booking.Service.Doctors;

/// <summary>
/// The directory of verified doctors. Every filter goes with every order. Pages follow each other by the order's key and the doctor's id, so
/// a doctor whose key does not change is told once, whatever happens to the others; who has no rating or no free start comes last.
/// </summary>
public static class ListDoctors
{
    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/api/doctors", Get).RequireAuthorization(Policies.Anyone).Answers<Page<DoctorItem>>(200, 400);

    static async Task<IResult> Get(
        string? query, string? specialty, string? language, long? maxFee, string? currency, string? availableFrom, string? availableTo, string? near,
        decimal? radiusKm, string? sort, string? cursor, int? limit, HttpContext http, DirectoryRows rows, Reads reads, IClock clock, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var filter = DirectoryFilter.Of(errors, new(query, specialty, language, maxFee, currency, availableFrom, availableTo, near, radiusKm, sort));
        var page = PageRequest.Of(errors, limit, cursor);
        var after = page.After(errors, parts => DirectoryPlace.Parse(filter.Sort, parts), DirectoryPlace.Beginning(filter.Sort));
        if (errors.Any)
        {
            return Problems.Invalid(http, errors.ToDictionary());
        }

        var now = clock.GetCurrentInstant();
        var found = await reads.Run(http, (place, token) => rows.Read(place, filter, after, page.Limit + 1, now, token), ct);
        var body = DoctorItems.Write(page.Page(found, row => row.Doctor, row => DirectoryPlace.Of(filter.Sort, row).Parts));
        http.Response.ContentType = "application/json; charset=utf-8";
        http.Response.ContentLength = body.Length;
        await http.Response.BodyWriter.WriteAsync(body, ct);
        return Results.Empty;
    }
}
