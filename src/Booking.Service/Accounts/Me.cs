using Booking.Contracts;
using Microsoft.AspNetCore.Identity;

namespace Booking.Service.Accounts;

/// <summary>What a signed-in person is, as the database says it now (a token may be 15 minutes behind).</summary>
static class Me
{
    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/api/accounts/me", Get)
        .RequireAuthorization(Policies.AnyAccount).WithTags("Accounts")
        .Answers<MeAnswer>(StatusCodes.Status200OK);

    static async Task<IResult> Get(HttpContext context, UserManager<Account> accounts)
    {
        if (await accounts.GetUserAsync(context.User) is not { } account)
            return Problems.Of(context, StatusCodes.Status401Unauthorized);
        var roles = (await accounts.GetRolesAsync(account)).Select(Known).Order().ToList();
        return TypedResults.Ok(new MeAnswer(
            account.Id, account.Email!, roles, roles.Contains(Role.Patient) ? account.Id : null, account.DoctorId));
    }

    static Role Known(string name) => Contracts.Wire.TryParse<Role>(name, out var role) ? role : throw new InvalidOperationException($"No role is named {name}.");
}
