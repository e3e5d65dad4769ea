using System.CommandLine;
using System.CommandLine.Parsing;
using Booking.Service.Accounts;

namespace Booking.Service.Cli;

/// <summary>Makes the account of somebody who works here; patients register themselves.</summary>
static class AddAccountCommand
{
    /// <param name="Password">Null when it was given.</param>
    sealed record Added(string Email, string Role, string? Password);

    public static Command Create()
    {
        var email = new Argument<string>("email") { Description = "The address that they sign in with; it counts as confirmed." };
        var role = new Option<string>("--role") { Description = "What they may do.", Required = true };
        role.AcceptOnlyFromAmong(Roles.Doctor, Roles.FrontDesk, Roles.Ops);
        var (doctor, standardInput) = (Doctor(), PasswordPrompt.StandardInput());
        var add = new Explained("add", "Makes an account. Without a password one is made up and shown once.", """
            The password is asked for at a terminal, or read from standard input, and never an argument: others see those. The service may run.

            Examples:
              booking accounts add ann@clinic.example --role frontdesk
              booking accounts add sarah@clinic.example --role doctor --doctor 0193c9a2-... --password-stdin <secret
            """) { email, role, doctor, standardInput };
        // By the words as they were typed: a value that is no role has its own error.
        add.Validators.Add(parsed => RequireDoctor(parsed, parsed.GetResult(role)?.Tokens, doctor));
        add.SetAction((parsed, ct) => Run(
            new(parsed.GetRequiredValue(email), parsed.GetRequiredValue(role), parsed.GetValue(doctor) is { } id ? new DoctorId(id) : null),
            parsed.GetValue(standardInput), new(parsed), ct));
        return add;
    }

    public static Option<Guid?> Doctor()
    {
        var doctor = new Option<Guid?>("--doctor") { Description = "Which doctor they are; with the role doctor only." };
        doctor.Validators.Add(Options.RequireId);
        return doctor;
    }

    /// <param name="role">As it was typed.</param>
    public static void RequireDoctor(CommandResult parsed, IReadOnlyList<Token>? role, Option<Guid?> doctor)
    {
        if (role is [var named] && (named.Value == Roles.Doctor) != (parsed.GetResult(doctor) is not null))
        {
            parsed.AddError("The role doctor needs --doctor, and no other role takes it.");
        }
    }

    static async Task<int> Run(NewStaff staff, bool standardInput, Terminal terminal, CancellationToken ct)
    {
        await using var host = await CommandHost.Open(ct, accounts: true);
        var given = await PasswordPrompt.Get(standardInput, ct);
        var password = given ?? PasswordPrompt.MakeUp();
        await using var scope = host.Services.CreateAsyncScope();
        if (await ActivatorUtilities.CreateInstance<StaffAccounts>(scope.ServiceProvider).Add(staff, password, ct) is { } problem)
        {
            return terminal.Fail(problem);
        }

        terminal.Answer(new Added(staff.Email, staff.Role, given is null ? password : null));
        terminal.Say($"{staff.Email} can sign in as {staff.Role}.");
        if (given is null)
        {
            terminal.Say($"Password: {password}");
        }

        return CommandLine.Done;
    }
}
