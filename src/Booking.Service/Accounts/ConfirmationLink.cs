using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;

namespace Booking.Service.Accounts;

/// <summary>The path that confirms an address, as Identity's own <c>confirmEmail</c> endpoint reads it.</summary>
static class ConfirmationLink
{
    public static async Task<string> For(UserManager<Account> accounts, Account account)
    {
        var token = await accounts.GenerateEmailConfirmationTokenAsync(account);
        return $"{IdentityEndpoints.Prefix}/confirmEmail?userId={account.Id}&code={WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(token))}";
    }
}
