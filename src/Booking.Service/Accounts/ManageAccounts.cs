using Booking.Service.Ops;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Booking.Service.Accounts;

/// <summary>What became of a change of an account.</summary>
/// <param name="Account">Null when there is none.</param>
/// <param name="Changed">False when it was so before.</param>
/// <param name="Problem">Why it was not done, in one line; null when it was.</param>
sealed record AccountChange(Account? Account, bool Changed, string? Problem);

/// <summary>
/// Changes of accounts by operators. Each is one transaction with its note of who did it, and ends all sessions of the account: its tokens carry a
/// stamp that is no longer the account's (<see cref="SessionStamps"/>), and cannot be renewed.
/// </summary>
sealed class ManageAccounts(UserManager<Account> accounts, AccountsContext context, NpgsqlDataSource dataSource, OperatorChanges notes)
{
    const string Overtaken = "The account was changed by somebody else at this moment. Look again.";

    // Names under which Identity's own store keeps what belongs to a second factor.
    const string TokenProvider = "[AspNetUserStore]";
    static readonly string[] SecondFactorTokens = ["AuthenticatorKey", "RecoveryCodes"];

    /// <param name="role">One of the staff's.</param>
    /// <param name="doctor">For the role doctor alone, and needed there.</param>
    public Task<AccountChange> AddRole(string email, string role, DoctorId? doctor, CancellationToken ct) => Change(email, "accounts.role-add", role, async account =>
    {
        if (await accounts.IsInRoleAsync(account, role))
        {
            return account.DoctorId == doctor?.Value ? Unchanged : $"{account.Email} is doctor {account.DoctorId}. Take that role away first.";
        }

        if (doctor is { } id && await StaffAccounts.CannotBe(id, dataSource, context, ct) is { } problem)
        {
            return problem;
        }

        account.DoctorId = doctor?.Value ?? account.DoctorId;
        return Reason(await accounts.AddToRoleAsync(account, role));
    }, ct);

    public Task<AccountChange> RemoveRole(string email, string role, CancellationToken ct) => Change(email, "accounts.role-remove", role, async account =>
    {
        if (!await accounts.IsInRoleAsync(account, role))
        {
            return Unchanged;
        }

        account.DoctorId = role == Roles.Doctor ? null : account.DoctorId;
        return Reason(await accounts.RemoveFromRoleAsync(account, role));
    }, ct);

    /// <summary>Nobody signs in with it until it is unlocked.</summary>
    public Task<AccountChange> Lock(string email, CancellationToken ct) => Change(email, "accounts.lock", "", async account =>
    {
        if (IsLocked(account))
        {
            return Unchanged;
        }

        (account.LockoutEnabled, account.LockoutEnd) = (true, DateTimeOffset.MaxValue);
        return Reason(await accounts.UpdateAsync(account));
    }, ct);

    /// <summary>Takes back a lock, and also the quarter of an hour after ten wrong passwords.</summary>
    public Task<AccountChange> Unlock(string email, CancellationToken ct) => Change(email, "accounts.unlock", "", async account =>
    {
        if (account is { LockoutEnd: null, AccessFailedCount: 0 })
        {
            return Unchanged;
        }

        (account.LockoutEnd, account.AccessFailedCount) = (null, 0);
        return Reason(await accounts.UpdateAsync(account));
    }, ct);

    /// <summary>The password before opens nothing from then on.</summary>
    /// <param name="password">Null leaves the account without one, until its owner sets one with a mailed code.</param>
    public Task<AccountChange> ResetPassword(string email, string? password, CancellationToken ct) =>
        Change(email, "accounts.reset", password is null ? "by mail" : "by hand", async account =>
        {
            if (password is not null && Passwords.Reason(password, account.Email) is { } weak)
            {
                return $"Password: {weak}";
            }

            var reset = Reason(await accounts.RemovePasswordAsync(account));
            return reset ?? (password is null ? null : Reason(await accounts.AddPasswordAsync(account, password)));
        }, ct);

    /// <summary>The app and the recovery codes are forgotten: whoever has the lost telephone has nothing. Staff set up new ones at the next sign-in.</summary>
    public Task<AccountChange> ResetSecondFactor(string email, CancellationToken ct) => Change(email, "accounts.second-factor-reset", "", async account =>
    {
        if (!account.TwoFactorEnabled && await accounts.GetAuthenticatorKeyAsync(account) is null)
        {
            return Unchanged;
        }

        foreach (var name in SecondFactorTokens)
        {
            if (Reason(await accounts.RemoveAuthenticationTokenAsync(account, TokenProvider, name)) is { } problem)
                return problem;
        }

        return Reason(await accounts.SetTwoFactorEnabledAsync(account, enabled: false));
    }, ct);

    /// <summary>By an operator, and not for a while after wrong passwords.</summary>
    public static bool IsLocked(Account account) => account.LockoutEnd?.Year >= DateTimeOffset.MaxValue.Year;

    // An empty problem: it is so already.
    const string Unchanged = "";

    static string? Reason(IdentityResult result) => result.Succeeded ? null
        : result.Errors.Any(error => error.Code == nameof(IdentityErrorDescriber.ConcurrencyFailure)) ? Overtaken
        : string.Join(" ", result.Errors.Select(error => error.Description));

    async Task<AccountChange> Change(string email, string change, string detail, Func<Account, Task<string?>> act, CancellationToken ct)
    {
        if (await accounts.FindByEmailAsync(email) is not { } account)
        {
            return new(null, Changed: false, $"{email} has no account.");
        }

        try
        {
            await using var transaction = await context.Database.BeginTransactionAsync(ct);
            var problem = await act(account) ?? Reason(await accounts.UpdateSecurityStampAsync(account));
            if (problem is not null)
            {
                return new(account, Changed: false, problem == Unchanged ? null : problem);
            }

            await notes.Note((NpgsqlConnection)context.Database.GetDbConnection(), change, account.Id, detail, ct);
            await transaction.CommitAsync(ct);
            return new(account, Changed: true, Problem: null);
        }
        catch (DbUpdateException race) when (race is DbUpdateConcurrencyException || race.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return new(account, Changed: false, Overtaken);
        }
    }
}
