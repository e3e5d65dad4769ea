using Microsoft.AspNetCore.Identity;

namespace Booking.Service.Accounts;

/// <param name="PatientId">Equal to the id, for patients; null for others.</param>
/// <param name="DoctorId">The doctor who signs in with this account; null for others.</param>
public sealed record AccountView(Guid Id, string Email, IReadOnlyList<string> Roles, Guid? PatientId, Guid? DoctorId);

/// <summary>What a signed-in person is, as the database says it now (a token may be 15 minutes behind).</summary>
static class Me
{
    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/api/accounts/me", Get)
        .RequireAuthorization(Policies.AnyAccount).WithTags("Accounts")
        .Answers<AccountView>(StatusCodes.Status200OK);

    static async Task<IResult> Get(HttpContext context, UserManager<Account> accounts)
    {
        if (await accounts.GetUserAsync(context.User) is not { } account)
            return Problems.Of(context, StatusCodes.Status401Unauthorized);
        var roles = (await accounts.GetRolesAsync(account)).Order(StringComparer.Ordinal).ToList();
        return TypedResults.Ok(new AccountView(
            account.Id, account.Email!, roles, roles.Contains(Roles.Patient) ? account.Id : null, account.DoctorId));
    }
}
