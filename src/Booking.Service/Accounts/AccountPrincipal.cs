using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Booking.Service.Accounts;

/// <summary><c>Accounts:StaffMfa</c> (default true): doctors, desk and ops need a second factor before they may do anything but set it up.</summary>
public sealed class AccountOptions
{
    public bool StaffMfa { get; set; } = true;
}

/// <summary>
/// Makes what a token says of an account: id, roles, doctor. Sign-in and refresh both come here, so a changed role counts from the
/// next refresh. Nothing personal goes in.
/// </summary>
sealed class AccountPrincipal(UserManager<Account> accounts, IOptions<AccountOptions> options) : IUserClaimsPrincipalFactory<Account>
{
    public async Task<ClaimsPrincipal> CreateAsync(Account user)
    {
        var roles = await accounts.GetRolesAsync(user);
        var identity = new ClaimsIdentity(IdentityConstants.BearerScheme, Identities.Id, Identities.Role);
        identity.AddClaim(new(Identities.Id, user.Id.ToString()));
        identity.AddClaim(new(Identities.SecurityStamp, await accounts.GetSecurityStampAsync(user)));
        identity.AddClaims(roles.Select(role => new Claim(Identities.Role, role)));
        if (user.DoctorId is { } doctor)
            identity.AddClaim(new(Identities.DoctorId, doctor.ToString()));
        // An account with a second factor cannot sign in without it, so having one means having used it.
        if (options.Value.StaffMfa && !user.TwoFactorEnabled && roles.Any(role => role != Roles.Patient))
            identity.AddClaim(new(Identities.SecondFactor, Identities.Missing));
        return new(identity);
    }
}
