using Booking.Contracts;
using Booking.Service.Payments;
using NodaTime;
using NodaTime.Text;

namespace Booking.Service.Web.Finding;

/// <summary>Doctors and what they were filtered by. Every filter stands in the address, so a page can be kept, sent and gone back to.</summary>
/// <param name="Filters">As typed.</param>
/// <param name="Next">The address of the next page; null on the last.</param>
public sealed record DirectoryModel(
    Form Filters, IReadOnlyList<DoctorItem> Doctors, string? Next, IReadOnlyList<string> Specialties, IReadOnlyList<string> Languages, IReadOnlyList<string> Currencies)
{
    public bool IsFiltered => Directory.Narrowing.Any(Filters.Has);

    /// <summary>The address without one of its filters.</summary>
    public string Without(string filter) => Directory.Address(Filters, Directory.Names.Where(name => name != filter && (name, filter, Filters[name]) is not ("sort", "near", "distance")));

    /// <summary>Nothing narrows the list that a hold with anybody of a specialty would not heed.</summary>
    public bool IsOfSpecialtyAlone => Filters.Has("specialty") && !Directory.Narrowing.Except(["specialty", "language"], StringComparer.Ordinal).Any(Filters.Has);
}

static class Directory
{
    public static readonly string[] Narrowing = ["query", "specialty", "language", "maxFee", "availableFrom", "availableTo", "near"], Names = [.. Narrowing, "currency", "sort"];

    public static void Map(IEndpointRouteBuilder pages) => pages.MapGet("/doctors", Get).RequireAuthorization(Policies.Anyone);

    static async Task<IResult> Get(Viewer viewer, Suggestions suggestions, CancellationToken ct)
    {
        var asked = viewer.Http.Request.Query;
        var filters = Form.Of([.. Names.Select(name => (name, (string?)asked[name]))]);
        return await Answer(filters, asked["cursor"], viewer, suggestions, ct);
    }

    static async Task<IResult> Answer(Form filters, string? cursor, Viewer viewer, Suggestions suggestions, CancellationToken ct)
    {
        var query = DirectoryFields.Query(filters, viewer);
        var known = await suggestions.Get(viewer, ct);
        var answer = filters.Errors.Count == 0 ? await viewer.Api.Doctors(query, new(Cursor: cursor is { Length: > 0 } ? cursor : null), ct) : null;
        // Cut short on its way in a mail: the list begins again, which no field could put right.
        if (answer?.Problem?.Errors?.ContainsKey("cursor") is true)
            return Show.See(Address(filters, Names));
        if (answer is null || filters.Refused(answer))
            return Show.Page<DirectoryPage, DirectoryModel>(new(filters, [], null, known.Specialties, known.Languages, known.Currencies), (int?)answer?.Status ?? StatusCodes.Status400BadRequest);
        var next = answer.Value.Next is { } more ? Address(filters, Names, more) : null;
        return Show.Page<DirectoryPage, DirectoryModel>(new(filters, answer.Value.Items, next, known.Specialties, known.Languages, known.Currencies));
    }

    public static string Address(Form filters, IEnumerable<string> names, string? cursor = null) =>
        "/doctors" + QueryString.Create(names.Where(filters.Has).Select(name => new KeyValuePair<string, string?>(name, filters[name])).Concat(cursor is null ? [] : [new("cursor", cursor)]));
}

/// <summary>What people type into the directory's fields, as the interface wants it: dates in their zone, amounts in the units that they are spoken in.</summary>
static class DirectoryFields
{
    /// <summary>In major units.</summary>
    const decimal MostFee = 1_000_000_000_000;

    public static DoctorQuery Query(Form filters, Viewer viewer)
    {
        var (zone, near) = (viewer.Zone ?? DateTimeZone.Utc, Near(filters));
        // Nobody is near or far without a place to measure from.
        var sort = near is null && filters["sort"] == "distance" ? null : filters["sort"];
        return new(
            filters["query"], filters["specialty"], filters["language"], Fee(filters, viewer), filters.Has("maxFee") ? filters["currency"] : null,
            filters.Date("availableFrom") is { } from ? zone.AtStartOfDay(from).ToInstant() : null,
            filters.Date("availableTo") is { } to && to < LocalDate.MaxIsoValue ? zone.AtStartOfDay(to.PlusDays(1)).ToInstant() : null,
            near, Sort: sort ?? "nextAvailable");
    }

    static long? Fee(Form filters, Viewer viewer)
    {
        if (filters["maxFee"] is not { } typed)
            return null;
        if (filters["currency"] is not { } currency)
        {
            filters.Add("currency", viewer["directory.currency_needed"]);
            return null;
        }

        if (MoneyText.Minor(typed, currency, MostFee) is { } minor)
            return minor;
        filters.Add("maxFee", viewer["directory.fee_number"]);
        return null;
    }

    /// <summary>Latitude and longitude; what is none is no filter.</summary>
    static (decimal Lat, decimal Lon)? Near(Form filters) =>
        filters["near"]?.Split(',') is [var lat, var lon] && Degrees(lat) is >= -90 and <= 90 and { } north && Degrees(lon) is >= -180 and <= 180 and { } east ? (north, east) : null;

    static decimal? Degrees(string text) =>
        decimal.TryParse(text, System.Globalization.NumberStyles.AllowLeadingSign | System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture, out var degrees) ? degrees : null;
}
