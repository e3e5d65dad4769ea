using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Booking.Service.Accounts;

/// <summary>Identity's manager, except that the key of an authenticator app which nobody has confirmed yet ends no session: it lets nobody in.</summary>
/// <remarks>Else whoever sets up their second factor would be signed out between the picture that they scan and the code that they type.</remarks>
sealed class AccountManager(
    IUserStore<Account> store, IOptions<IdentityOptions> options, IPasswordHasher<Account> hasher, IEnumerable<IUserValidator<Account>> users,
    IEnumerable<IPasswordValidator<Account>> passwords, ILookupNormalizer normalizer, IdentityErrorDescriber errors, IServiceProvider services,
    ILogger<UserManager<Account>> log)
    : UserManager<Account>(store, options, hasher, users, passwords, normalizer, errors, services, log)
{
    public override async Task<IdentityResult> ResetAuthenticatorKeyAsync(Account user)
    {
        if (user.TwoFactorEnabled)
        {
            return await base.ResetAuthenticatorKeyAsync(user);
        }

        await ((IUserAuthenticatorKeyStore<Account>)Store).SetAuthenticatorKeyAsync(user, GenerateNewAuthenticatorKey(), CancellationToken);
        return await UpdateAsync(user);
    }
}
