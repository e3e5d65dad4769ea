using Booking.Service.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;

namespace Booking.Service.Accounts;

/// <summary>
/// Sign-in of people in browsers: a cookie that scripts cannot read and other sites' forms do not carry. It counts for pages alone, a token for <c>/api</c> alone,
/// so no page of another site can make a browser change anything there.
/// </summary>
static class BrowserSessions
{
    public const string ByPath = "by-path";

    /// <summary>A screen at the desk is left alone; nobody else shall work on it.</summary>
    static readonly TimeSpan IdleStaff = TimeSpan.FromMinutes(15);

    /// <summary>Nothing that a patient typed is lost to a pause (WCAG 2.2.1 asks for 20 hours).</summary>
    static readonly TimeSpan IdlePatient = TimeSpan.FromHours(20);

    static readonly TimeSpan SecondStep = TimeSpan.FromMinutes(10);

    public static void Add(AuthenticationBuilder schemes) => schemes
        .AddPolicyScheme(ByPath, displayName: null, options => options.ForwardDefaultSelector = context =>
            PagePaths.IsPage(context.Request) ? IdentityConstants.ApplicationScheme : IdentityConstants.BearerScheme)
        .AddCookie(IdentityConstants.ApplicationScheme, Session)
        .AddCookie(IdentityConstants.TwoFactorUserIdScheme, cookie =>
        {
            Safe(cookie, "booking-second-step");
            cookie.ExpireTimeSpan = SecondStep;
        });

    static void Session(CookieAuthenticationOptions cookie)
    {
        Safe(cookie, "booking-session");
        (cookie.LoginPath, cookie.ReturnUrlParameter) = ("/account/sign-in", "next");
        cookie.Events.OnSigningIn = context =>
        {
            var staff = context.Principal!.Claims.Any(claim => claim.Type == Identities.Role && claim.Value != Roles.Patient);
            context.Properties.ExpiresUtc = context.Properties.IssuedUtc + (staff ? IdleStaff : IdlePatient);
            return Task.CompletedTask;
        };
        // A page that keeps itself up to date is no sign of somebody in front of it.
        cookie.Events.OnCheckSlidingExpiration = context =>
        {
            context.ShouldRenew &= !IsFragment(context.Request) && !context.Request.Query.ContainsKey("renew") && !context.Request.Path.Value!.EndsWith("/live", StringComparison.Ordinal);
            return Task.CompletedTask;
        };
        // A part of a page cannot sign anybody in: the whole page is asked for again, which then leads to the form.
        cookie.Events.OnRedirectToLogin = context =>
        {
            if (IsFragment(context.Request))
                (context.Response.StatusCode, context.Response.Headers["HX-Refresh"]) = (StatusCodes.Status401Unauthorized, "true");
            else if (!HttpMethods.IsGet(context.Request.Method))
                SignIn(context.Response, PagePaths.Above(context.HttpContext));
            else
                SignIn(context.Response, context.Request.Path.ToUriComponent() + context.Request.QueryString);
            return Task.CompletedTask;
        };
        void SignIn(HttpResponse response, string next) => See(response, $"{cookie.LoginPath}?{cookie.ReturnUrlParameter}={Uri.EscapeDataString(next)}");
        cookie.Events.OnRedirectToAccessDenied = context =>
        {
            if (Identities.LacksSecondFactor(context.HttpContext.User))
                See(context.Response, "/account/security");
            else
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        };
    }

    // Without the host, which is whatever the request says.
    static void See(HttpResponse response, string address)
    {
        PageDoor.Headers(response);
        response.Redirect(address);
    }

    static bool IsFragment(HttpRequest request) => request.Headers.ContainsKey("HX-Request");

    // Lax, because whoever comes from a mail or from the payment page is still signed in.
    static void Safe(CookieAuthenticationOptions cookie, string name)
    {
        cookie.Cookie.Name = name;
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = SameSiteMode.Lax;
        cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
    }
}
