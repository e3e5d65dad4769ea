using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using Booking.Contracts;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;
using Npgsql;

namespace Booking.Service.Accounts;

/// <summary>Makes a patient's account. Nothing is made unless every field is right.</summary>
public static partial class Register
{
    const int LongestName = 200;
    const int LongestEmail = 254;

    public static void Map(IEndpointRouteBuilder app) => app.MapPost("/api/accounts/register", Post)
        .AllowAnonymous().RequireRateLimiting(RateLimits.SignIn).WithTags("Accounts")
        .AnswersNothing(StatusCodes.Status200OK, StatusCodes.Status400BadRequest);

    static async Task<IResult> Post(
        RegisterRequest request, HttpContext context, UserManager<Account> accounts, IEmailSender<Account> mail,
        IOptions<IdentityOptions> identity, CancellationToken ct)
    {
        var errors = Errors(request);
        if (errors.Any)
            return Problems.Invalid(context, errors.ToDictionary());
        var confirms = identity.Value.SignIn.RequireConfirmedEmail;
        if (await accounts.FindByEmailAsync(request.Email) is { } existing)
            return await Known(context, existing, request, accounts, mail, confirms);

        var account = new Account
        {
            Id = await Enrol(request.Email, request.FullName, request.Phone, request.TimeZone, request.Language, ct),
            UserName = request.Email, Email = request.Email, Language = request.Language, TimeZone = request.TimeZone,
            // Where nobody has to confirm, an address counts as confirmed: a forgotten password can be reset.
            EmailConfirmed = !confirms,
        };
        if (!await Create(accounts, account, request.Password))
            return await Known(context, account, request, accounts, mail: null, confirms);
        if (confirms)
            await mail.SendConfirmationLinkAsync(account, request.Email, await ConfirmationLink.For(accounts, account));
        return TypedResults.Ok();
    }

    // Where addresses are confirmed, a stranger must not learn who has an account: the answer and its cost are the same, and only the
    // mailbox is told.
    static async Task<IResult> Known(
        HttpContext context, Account account, RegisterRequest request, UserManager<Account> accounts, IEmailSender<Account>? mail, bool confirms)
    {
        if (!confirms)
            return Problems.Invalid(context, "email", "Already has an account.");
        accounts.PasswordHasher.HashPassword(account, request.Password);
        if (mail is AccountMail own)
            await own.SendAlreadyRegistered(account);
        return TypedResults.Ok();
    }

    /// <returns>False when somebody else registered this address in the same moment.</returns>
    static async Task<bool> Create(UserManager<Account> accounts, Account account, string password)
    {
        try
        {
            var made = await accounts.CreateAsync(account, password);
            if (made.Succeeded)
                made = await accounts.AddToRoleAsync(account, Roles.Patient);
            return made.Succeeded || (made.Errors.Any(error => error.Code.StartsWith("Duplicate", StringComparison.Ordinal))
                ? false : throw new InvalidOperationException($"Identity refused a checked account: {made}"));
        }
        catch (DbUpdateException race) when (race.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return false;
        }
    }

    /// <summary>The patient behind the account. Their id becomes the account's id.</summary>
    static Task<Guid> Enrol(string email, string fullName, string phone, string timeZone, string language, CancellationToken ct) =>
        Task.FromResult(PatientId.New().Value);

    static FieldErrors Errors(RegisterRequest request)
    {
        var errors = new FieldErrors();
        errors.Require(IsEmail(request.Email), "email", "Must be an e-mail address.");
        if (Passwords.Reason(request.Password, request.Email) is { } reason)
            errors.Add("password", reason);
        errors.Require(IsName(request.FullName), "fullName", $"Must have 1 to {LongestName} characters.");
        errors.Require(E164().IsMatch(request.Phone), "phone", "Must be an international number such as +971501234567.");
        errors.Require(DateTimeZoneProviders.Tzdb.GetZoneOrNull(request.TimeZone) is not null, "timeZone", "Must be an IANA time zone such as Asia/Dubai.");
        errors.Require(Languages.IsKnown(request.Language), "language", "Must be en, ar or ur.");
        return errors;
    }

    static bool IsEmail(string text) =>
        text.Length <= LongestEmail && new EmailAddressAttribute().IsValid(text) && !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c));

    static bool IsName(string text) => !string.IsNullOrWhiteSpace(text) && text.Length <= LongestName && !text.Any(char.IsControl);

    [GeneratedRegex(@"^\+[1-9][0-9]{6,14}\z", RegexOptions.None, matchTimeoutMilliseconds: 100)]
    private static partial Regex E164();
}
