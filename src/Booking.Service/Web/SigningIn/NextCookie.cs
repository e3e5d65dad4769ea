namespace Booking.Service.Web.SigningIn;

/// <summary>Where somebody wanted to go who had to register first. It outlasts the way through their mailbox, which an address does not.</summary>
static class NextCookie
{
    const string Name = "next";

    static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    public static void Keep(HttpContext http, string? next)
    {
        if (Viewer.Local(next) is var address and not "/")
            http.Response.Cookies.Append(Name, address, new()
            {
                MaxAge = Kept, HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, IsEssential = true, Path = "/account",
            });
    }

    /// <summary>Once; null when there is none.</summary>
    public static string? Take(HttpContext http)
    {
        if (http.Request.Cookies[Name] is not { } next)
            return null;
        http.Response.Cookies.Delete(Name, new() { Path = "/account" });
        return next;
    }
}
