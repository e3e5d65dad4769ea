using Microsoft.AspNetCore.Http.HttpResults;

namespace Booking.Service.Accounts;

/// <summary>Says in this service's problems what Identity's endpoints say in theirs.</summary>
static class IdentityProblems
{
    static readonly Dictionary<string, string> Fields = new(StringComparer.Ordinal)
    {
        ["PasswordRefused"] = "newPassword",
        ["NewPasswordRequired"] = "newPassword",
        ["OldPasswordRequired"] = "oldPassword",
        ["PasswordMismatch"] = "oldPassword",
        ["InvalidToken"] = "resetCode",
        ["InvalidEmail"] = "newEmail",
        ["DuplicateEmail"] = "newEmail",
        ["DuplicateUserName"] = "newEmail",
        ["InvalidTwoFactorCode"] = "twoFactorCode",
        ["RequiresTwoFactor"] = "twoFactorCode",
        ["CannotResetSharedKeyAndEnable"] = "resetSharedKey",
    };

    // Identity's own words tell of tokens and requests.
    static readonly Dictionary<string, string[]> Words = new(StringComparer.Ordinal) { ["InvalidTwoFactorCode"] = ["Is wrong, or was used before."] };

    public static async ValueTask<object?> Translate(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var result = await next(invocation);
        var inner = result is INestedHttpResult nested ? nested.Result : result;
        return inner switch
        {
            ValidationProblem invalid => Problems.Invalid(invocation.HttpContext, Errors(invalid.ProblemDetails.Errors)),
            ProblemHttpResult refused => Refused(invocation.HttpContext, refused),
            _ => result,
        };
    }

    // Locked out and not confirmed look like a wrong password: whoever guesses must not learn that the address exists. That a second
    // factor is asked for is said, because only the right password gets there.
    static ProblemHttpResult Refused(HttpContext context, ProblemHttpResult refused) =>
        refused.ProblemDetails.Detail == "RequiresTwoFactor"
            ? Problems.Of(context, StatusCodes.Status401Unauthorized, "second-factor-required", "The code of the second factor is needed.")
            : refused.StatusCode == StatusCodes.Status401Unauthorized
                ? Problems.Of(context, StatusCodes.Status401Unauthorized, "sign-in-failed", "Address, password or code is wrong, or the account cannot sign in now.")
                : Problems.Of(context, refused.StatusCode);

    static Dictionary<string, string[]> Errors(IDictionary<string, string[]> errors) => errors
        .GroupBy(error => Fields.GetValueOrDefault(error.Key, error.Key), StringComparer.Ordinal)
        .ToDictionary(field => field.Key, field => field.SelectMany(error => Words.GetValueOrDefault(error.Key, error.Value)).ToArray(), StringComparer.Ordinal);
}
