using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;

namespace Booking.Service.Accounts;

/// <summary>Identity's store, except that the key of an authenticator app lies sealed: whoever reads the table cannot make codes.</summary>
public sealed class AccountStore(AccountsContext context, MasterKeys masterKeys, IdentityErrorDescriber describer)
    : UserStore<Account, IdentityRole<Guid>, AccountsContext, Guid>(context, describer)
{
    // The names under which Identity's own store keeps that key; the envelope is written in base64.
    internal static SealedRows Sealed { get; } = new(
        "account_tokens", """
            select account_id::text as key, decode(value, 'base64') as envelope from identity.account_tokens
             where login_provider = '[AspNetUserStore]' and name = 'AuthenticatorKey'
            """,
        """
        update identity.account_tokens set value = translate(encode($3, 'base64'), E'\n', '')
         where account_id = $1::uuid and login_provider = '[AspNetUserStore]' and name = 'AuthenticatorKey' and decode(value, 'base64') = $2
        """, Bound);

    public override Task SetAuthenticatorKeyAsync(Account user, string key, CancellationToken cancellationToken) =>
        base.SetAuthenticatorKeyAsync(user, Convert.ToBase64String(masterKeys.Seal(Encoding.UTF8.GetBytes(key), Bound(user.Id.ToString()))), cancellationToken);

    /// <exception cref="CryptographicException">The stored key was altered, or its master key is gone.</exception>
    public override async Task<string?> GetAuthenticatorKeyAsync(Account user, CancellationToken cancellationToken) =>
        await base.GetAuthenticatorKeyAsync(user, cancellationToken) is { } stored
            ? Encoding.UTF8.GetString(masterKeys.Open(Convert.FromBase64String(stored), Bound(user.Id.ToString())))
            : null;

    // A link may name anybody; what is no id names nobody.
    public override Guid ConvertIdFromString(string? id) => Guid.TryParse(id, out var account) ? account : Guid.Empty;

    static byte[] Bound(string account) => Encoding.UTF8.GetBytes($"authenticator/{account}");
}
