using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Booking.Service.Accounts;

/// <summary>Identity's sign-in, less what would tell a stranger which e-mail addresses have an account here.</summary>
sealed class AccountSignIn(
    UserManager<Account> accounts, IHttpContextAccessor http, IUserClaimsPrincipalFactory<Account> principals, IOptions<IdentityOptions> options,
    ILogger<SignInManager<Account>> log, IAuthenticationSchemeProvider schemes, IUserConfirmation<Account> confirmation)
    : SignInManager<Account>(accounts, http, principals, options, log, schemes, confirmation)
{
    static readonly Account Nobody = new();
    static string? anyHash;

    // An unknown address costs as much time as a wrong password.
    public override async Task<SignInResult> PasswordSignInAsync(string userName, string password, bool isPersistent, bool lockoutOnFailure)
    {
        if (await UserManager.FindByNameAsync(userName) is { } account)
            return await PasswordSignInAsync(account, password, isPersistent, lockoutOnFailure);
        CostAsMuch(password);
        return SignInResult.Failed;
    }

    // So does one that is locked, or not confirmed yet.
    public override async Task<SignInResult> CheckPasswordSignInAsync(Account user, string password, bool lockoutOnFailure)
    {
        if (await PreSignInCheck(user) is not { } refused)
            return await base.CheckPasswordSignInAsync(user, password, lockoutOnFailure);
        CostAsMuch(password);
        return refused;
    }

    void CostAsMuch(string password)
    {
        anyHash ??= UserManager.PasswordHasher.HashPassword(Nobody, Guid.NewGuid().ToString());
        UserManager.PasswordHasher.VerifyHashedPassword(Nobody, anyHash, password);
    }

    // No machine is ever remembered.
    public override Task ForgetTwoFactorClientAsync() => Task.CompletedTask;
}
