using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;

namespace Booking.Service.Accounts;

/// <summary>The path of the page that confirms an address; its code is what Identity's own <c>confirmEmail</c> endpoint reads.</summary>
static class ConfirmationLink
{
    /// <summary>A button stands there: what looks into mail ahead of its reader opens links, and must not confirm anything.</summary>
    const string Page = "/account/confirm";

    /// <summary>The page's address for a link that Identity made to its endpoint.</summary>
    public static string Of(string link) => Page + link[Math.Max(0, link.IndexOf('?', StringComparison.Ordinal))..];

    public static async Task<string> For(UserManager<Account> accounts, Account account)
    {
        var token = await accounts.GenerateEmailConfirmationTokenAsync(account);
        return $"{Page}?userId={account.Id}&code={WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(token))}";
    }
}
