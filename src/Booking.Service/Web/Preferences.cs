namespace Booking.Service.Web;

/// <summary>Language and time zone of whoever reads, kept by their browser for a year; also without an account.</summary>
static class Preferences
{
    static readonly TimeSpan Kept = TimeSpan.FromDays(365);

    /// <summary>Zones that are offered by name; any other IANA zone can be typed.</summary>
    public static readonly string[] Common =
    [
        "Africa/Cairo", "Africa/Johannesburg", "Africa/Lagos", "Africa/Nairobi", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/New_York", "America/Sao_Paulo",
        "America/Toronto", "Asia/Amman", "Asia/Baghdad", "Asia/Bahrain", "Asia/Dhaka", "Asia/Dubai", "Asia/Hong_Kong", "Asia/Jakarta", "Asia/Karachi", "Asia/Kolkata", "Asia/Kuwait",
        "Asia/Manila", "Asia/Muscat", "Asia/Qatar", "Asia/Riyadh", "Asia/Singapore", "Asia/Tokyo", "Australia/Sydney", "Europe/Berlin", "Europe/Istanbul", "Europe/London", "Europe/Paris",
        "Pacific/Auckland", "UTC",
    ];

    public static void Map(IEndpointRouteBuilder pages) => pages.MapPost("/preferences", Post).AllowAnonymous();

    static IResult Post(Form form, Viewer viewer)
    {
        if (form["language"] is { } language && Accounts.Languages.IsKnown(language))
            Keep(viewer.Http, Viewer.LanguageCookie, language);
        var back = Viewer.Local(form["next"]);
        if (form["zone"] is { } zone)
        {
            if (Meant(zone) is not { } id)
                return Show.Page<TroublePage, Trouble>(new(StatusCodes.Status400BadRequest, "zone", viewer["trouble.zone_title"], TraceId: null, back), StatusCodes.Status400BadRequest);
            Keep(viewer.Http, Viewer.ZoneCookie, id);
        }

        return Show.See(back);
    }

    /// <summary>The zone of an id or of the city that it ends with, in any case; one that is offered before any other.</summary>
    /// <returns>Null for what is no zone, or the city of several.</returns>
    static string? Meant(string typed) => Zones.Find(typed) is not null ? typed : Only(Common, typed) ?? Only(Zones.Provider.Ids, typed);

    static string? Only(IEnumerable<string> ids, string typed)
    {
        var name = typed.Replace(' ', '_');
        return ids.Where(id => id.Equals(name, StringComparison.OrdinalIgnoreCase) || id.EndsWith('/' + name, StringComparison.OrdinalIgnoreCase)).Take(2).ToArray() is [var one] ? one : null;
    }

    public static void Keep(HttpContext http, string cookie, string value) => http.Response.Cookies.Append(cookie, value, new()
    {
        MaxAge = Kept, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, IsEssential = true, Path = "/",
    });
}
