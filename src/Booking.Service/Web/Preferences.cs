using Booking.Service.Schedules;

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

    static IResult Post(Form form, HttpContext http)
    {
        if (form["language"] is { } language && Accounts.Languages.IsKnown(language))
            Keep(http, Viewer.LanguageCookie, language);
        // What is no zone changes nothing; the page says which zone its times are in.
        if (form["zone"] is { } zone && Zones.Find(zone) is not null)
            Keep(http, Viewer.ZoneCookie, zone);
        return Show.See(Viewer.Local(form["next"]));
    }

    public static void Keep(HttpContext http, string cookie, string value) => http.Response.Cookies.Append(cookie, value, new()
    {
        MaxAge = Kept, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, IsEssential = true, Path = "/",
    });
}
