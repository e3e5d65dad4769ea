using Booking.Contracts;
using Booking.Service.Patients;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace Booking.Service.Accounts;

/// <summary>Makes a patient's account. Nothing is made unless every field is right.</summary>
public static class Register
{
    public static void Map(IEndpointRouteBuilder app) => app.MapPost("/api/accounts/register", Post)
        .AllowAnonymous().RequireRateLimiting(RateLimits.SignIn).AddEndpointFilter(EvenTime.Keep).WithTags("Accounts")
        .AnswersNothing(StatusCodes.Status200OK, StatusCodes.Status400BadRequest);

    static async Task<IResult> Post(
        RegisterRequest request, HttpContext context, UserManager<Account> accounts, PatientAccounts patients, IEmailSender<Account> mail,
        IOptions<IdentityOptions> identity, CancellationToken ct)
    {
        var errors = Errors(request);
        if (errors.Any)
            return Problems.Invalid(context, errors.ToDictionary());
        var confirms = identity.Value.SignIn.RequireConfirmedEmail;
        if (await accounts.FindByEmailAsync(request.Email) is { } existing)
            return await Known(context, existing, request, accounts, mail, confirms);

        // Where nobody has to confirm, an address counts as confirmed: a forgotten password can be reset.
        var account = await patients.New(request, Problems.TraceId(context), confirmed: !confirms, ct);
        if (!await patients.Create(account, request.Password, ct))
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

    static FieldErrors Errors(RegisterRequest request)
    {
        var errors = new FieldErrors();
        Contact.Of(request).Check(errors);
        if (Passwords.Reason(request.Password, request.Email) is { } reason)
            errors.Add("password", reason);
        return errors;
    }
}
