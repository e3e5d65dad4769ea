using System.CommandLine;
using Booking.Service.Accounts;

namespace Booking.Service.Cli;

/// <summary>Makes the account of somebody who works here; patients register themselves.</summary>
static class AddAccountCommand
{
    public static Command Create()
    {
        var email = new Argument<string>("email") { Description = "The address that they sign in with; it counts as confirmed." };
        var role = new Option<string>("--role") { Description = "What they may do.", Required = true };
        role.AcceptOnlyFromAmong(Roles.Doctor, Roles.FrontDesk, Roles.Ops);
        var doctor = new Option<Guid?>("--doctor") { Description = "Which doctor they are; with the role doctor only." };
        var standardInput = new Option<bool>("--password-stdin") { Description = "Read the password from standard input." };
        var add = new Command("add", "Makes an account. Without a password one is made up and shown once.") { email, role, doctor, standardInput };
        add.Validators.Add(parsed =>
        {
            // By the words as they were typed: a value that is no role has its own error.
            if (parsed.GetResult(role) is { Tokens: [var named] } && (named.Value == Roles.Doctor) != (parsed.GetResult(doctor) is not null))
            {
                parsed.AddError("The role doctor needs --doctor, and no other role takes it.");
            }
        });
        add.SetAction((parsed, ct) => Run(
            new(parsed.GetRequiredValue(email), parsed.GetRequiredValue(role), parsed.GetValue(doctor) is { } id ? new DoctorId(id) : null),
            parsed.GetValue(standardInput), parsed.InvocationConfiguration, ct));
        return new Command("accounts", "Accounts of the staff.") { add };
    }

    static async Task<int> Run(NewStaff staff, bool standardInput, InvocationConfiguration streams, CancellationToken ct)
    {
        await using var host = CommandHost.Build(accounts: true);
        await host.Services.GetRequiredService<Schema>().Demand(ct);
        var given = standardInput ? await Console.In.ReadLineAsync(ct) ?? "" : PasswordPrompt.Ask();
        var password = given ?? PasswordPrompt.MakeUp();
        await using var scope = host.Services.CreateAsyncScope();
        if (await ActivatorUtilities.CreateInstance<StaffAccounts>(scope.ServiceProvider).Add(staff, password, ct) is { } problem)
        {
            await streams.Error.WriteLineAsync(problem);
            return CommandLine.Failed;
        }

        await streams.Output.WriteLineAsync($"{staff.Email} can sign in as {staff.Role}.");
        if (given is null)
        {
            await streams.Output.WriteLineAsync($"Password: {password}");
        }

        return CommandLine.Done;
    }
}
