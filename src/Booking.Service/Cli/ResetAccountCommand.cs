using System.CommandLine;
using Booking.Service.Accounts;
using Booking.Service.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Identity;

namespace Booking.Service.Cli;

/// <summary>Gives an account another password, or has its owner choose one.</summary>
static class ResetAccountCommand
{
    /// <param name="Password">Null unless it was made up.</param>
    sealed record Reset(string Email, Guid Id, string? Password, bool Mailed);

    public static Command Create()
    {
        var (email, standardInput) = (AccountsCommand.Email(), PasswordPrompt.StandardInput());
        var mail = new Option<bool>("--mail") { Description = "Mail them a code with which they choose one, as POST /api/accounts/forgotPassword does." };
        var reset = new Explained("reset", "Takes the password away. Without another one given, one is made up and shown once.", $"""
            The password before opens nothing from then on. {AccountChanges.EndsSessions}

            Examples:
              booking accounts reset ann@clinic.example
              booking accounts reset ann@clinic.example --mail
            """) { email, mail, standardInput };
        reset.Validators.Add(parsed =>
        {
            if (Options.Said(parsed, mail) && Options.Said(parsed, standardInput))
            {
                parsed.AddError("Say either --mail or --password-stdin.");
            }
        });
        reset.SetAction((parsed, ct) => parsed.GetValue(mail)
            ? ByMail(new(parsed), parsed.GetRequiredValue(email), ct)
            : ByHand(new(parsed), parsed.GetRequiredValue(email), parsed.GetValue(standardInput), ct));
        return reset;
    }

    static async Task<int> ByHand(Terminal terminal, string email, bool standardInput, CancellationToken ct)
    {
        await using var host = await CommandHost.Open(ct, accounts: true);
        var given = await PasswordPrompt.Get(standardInput, ct);
        var password = given ?? PasswordPrompt.MakeUp();
        await using var scope = host.Services.CreateAsyncScope();
        var change = await AccountChanges.Manager(scope.ServiceProvider).ResetPassword(email, password, ct);
        if (change is not { Problem: null, Account: { } account })
        {
            return terminal.Fail(change.Problem!);
        }

        terminal.Answer(new Reset(account.Email!, account.Id, given is null ? password : null, Mailed: false));
        terminal.Say($"{account.Email} has another password.");
        if (given is null)
        {
            terminal.Say($"Password: {password}");
        }

        return CommandLine.Done;
    }

    static async Task<int> ByMail(Terminal terminal, string email, CancellationToken ct)
    {
        await using var host = await CommandHost.Open(ct, accounts: true);
        if (!host.Environment.IsDevelopment() && host.Configuration["Mail:Smtp:Host"] is not { Length: > 0 })
        {
            return terminal.Fail("No mail goes out: Mail:Smtp:Host is not set. Give a password by hand instead.");
        }

        await using var scope = host.Services.CreateAsyncScope();
        var change = await AccountChanges.Manager(scope.ServiceProvider).ResetPassword(email, password: null, ct);
        if (change is not { Problem: null, Account: { } account })
        {
            return terminal.Fail(change.Problem!);
        }

        try
        {
            var service = OwnAddress.Of(host.Configuration, host.Services.GetRequiredService<IServer>());
            // The code is of the stamp that the account has since.
            var code = await scope.ServiceProvider.GetRequiredService<UserManager<Account>>().GeneratePasswordResetTokenAsync(account);
            await scope.ServiceProvider.GetRequiredService<Mailer>().Send(AccountMail.ResetCode(account, code, service), ct);
        }
        catch (MailNotSentException)
        {
            return terminal.Fail($"The password of {account.Email} is gone, and the mail did not go out. Run it again, or give a password by hand.");
        }

        terminal.Answer(new Reset(account.Email!, account.Id, Password: null, Mailed: true));
        terminal.Say($"{account.Email} has no password until they choose one with the code that was mailed to them.");
        return CommandLine.Done;
    }
}
