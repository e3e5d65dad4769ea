using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;

namespace Booking.Service.Accounts;

/// <summary>Identity's store, except that the key of an authenticator app lies sealed: whoever reads the table cannot make codes.</summary>
public sealed class AccountStore(AccountsContext context, MasterKeys masterKeys, IdentityErrorDescriber describer)
    : UserStore<Account, IdentityRole<Guid>, AccountsContext, Guid>(context, describer)
{
    public override Task SetAuthenticatorKeyAsync(Account user, string key, CancellationToken cancellationToken) =>
        base.SetAuthenticatorKeyAsync(user, Convert.ToBase64String(masterKeys.Seal(Encoding.UTF8.GetBytes(key), Bound(user))), cancellationToken);

    /// <exception cref="CryptographicException">The stored key was altered, or its master key is gone.</exception>
    public override async Task<string?> GetAuthenticatorKeyAsync(Account user, CancellationToken cancellationToken) =>
        await base.GetAuthenticatorKeyAsync(user, cancellationToken) is { } stored
            ? Encoding.UTF8.GetString(masterKeys.Open(Convert.FromBase64String(stored), Bound(user)))
            : null;

    // A link may name anybody; what is no id names nobody.
    public override Guid ConvertIdFromString(string? id) => Guid.TryParse(id, out var account) ? account : Guid.Empty;

    static byte[] Bound(Account user) => Encoding.UTF8.GetBytes($"authenticator/{user.Id}");
}
