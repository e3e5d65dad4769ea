using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
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
        var identity = new ClaimsIdentity(IdentityConstants.BearerScheme, Identities.Id, Identities.Role);
        identity.AddClaim(new(Identities.Id, account.ToString()));
        identity.AddClaim(new(Identities.Role, role));
        if (doctor is { } own)
            identity.AddClaim(new(Identities.DoctorId, own.ToString()));
        var properties = new AuthenticationProperties { ExpiresUtc = TimeProvider.System.GetUtcNow() + Lives };
        var ticket = new AuthenticationTicket(new(identity), properties, $"{IdentityConstants.BearerScheme}:AccessToken");
        var options = services.GetRequiredService<IOptionsMonitor<BearerTokenOptions>>().Get(IdentityConstants.BearerScheme);
        return options.BearerTokenProtector.Protect(ticket);
    }
}
