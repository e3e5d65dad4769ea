using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Booking.Service.Tests;

/// <summary>Access tokens as the service makes them, without a sign-in.</summary>
static class Tokens
{
    static readonly TimeSpan Lives = TimeSpan.FromHours(1);

    public static string For(IServiceProvider services, Guid account, string role, Guid? doctor)
    {
        var ticket = Ticket($"{IdentityConstants.BearerScheme}:AccessToken", account, role, doctor);
        var options = services.GetRequiredService<IOptionsMonitor<BearerTokenOptions>>().Get(IdentityConstants.BearerScheme);
        return options.BearerTokenProtector.Protect(ticket);
    }

    /// <summary>The cookie of somebody who has signed in in a browser, as <c>name=value</c>.</summary>
    public static string Cookie(IServiceProvider services, Guid account, string role, Guid? doctor)
    {
        var ticket = Ticket(IdentityConstants.ApplicationScheme, account, role, doctor);
        var options = services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(IdentityConstants.ApplicationScheme);
        return $"{options.Cookie.Name}={options.TicketDataFormat.Protect(ticket)}";
    }

    static AuthenticationTicket Ticket(string scheme, Guid account, string role, Guid? doctor)
    {
        var identity = new ClaimsIdentity(IdentityConstants.BearerScheme, Identities.Id, Identities.Role);
        identity.AddClaim(new(Identities.Id, account.ToString()));
        identity.AddClaim(new(Identities.Role, role));
        if (doctor is { } own)
            identity.AddClaim(new(Identities.DoctorId, own.ToString()));
        var now = TimeProvider.System.GetUtcNow();
        return new(new(identity), new() { IssuedUtc = now, ExpiresUtc = now + Lives }, scheme);
    }
}
