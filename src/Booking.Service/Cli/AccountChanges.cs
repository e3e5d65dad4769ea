using System.CommandLine;
using Booking.Service.Accounts;

namespace Booking.Service.Cli;

/// <summary>Runs a change of one account and tells what became of it.</summary>
static class AccountChanges
{
    public const string EndsSessions = "Whoever is signed in with it is signed out within seconds (Accounts:StampSeconds), on all nodes. The service may run.";

    sealed record Answer(string Email, Guid Id, bool Changed);

    public static async Task<int> Run(
        Terminal terminal, string done, string already, Func<ManageAccounts, CancellationToken, Task<AccountChange>> change, CancellationToken ct)
    {
        await using var host = await CommandHost.Open(ct, accounts: true);
        await using var scope = host.Services.CreateAsyncScope();
        return Tell(terminal, done, already, await change(Manager(scope.ServiceProvider), ct));
    }

    public static ManageAccounts Manager(IServiceProvider services) => ActivatorUtilities.CreateInstance<ManageAccounts>(services);

    public static int Tell(Terminal terminal, string done, string already, AccountChange change)
    {
        if (change is not { Problem: null, Account: { } account })
        {
            return terminal.Fail(change.Problem!);
        }

        terminal.Answer(new Answer(account.Email!, account.Id, change.Changed));
        terminal.Say($"{account.Email} {(change.Changed ? done : already)}.");
        return CommandLine.Done;
    }
}

/// <summary>Changes that take an address and nothing else.</summary>
static class AccountSwitches
{
    public static Command Lock() => Switch(
        "lock", "Nobody signs in with the account until it is unlocked.", "is locked", "was locked before", "lock ann@clinic.example",
        (manage, email, ct) => manage.Lock(email, ct));

    public static Command Unlock() => Switch(
        "unlock", "Takes a lock back, also that after ten wrong passwords.", "is not locked", "was not locked", "unlock ann@clinic.example",
        (manage, email, ct) => manage.Unlock(email, ct));

    public static Command SecondFactor() => new("second-factor", "The second factor of an account.")
    {
        Switch(
            "reset", "Forgets the authenticator app and the recovery codes; staff set up new ones when they sign in next.",
            "has no second factor", "had no second factor", "second-factor reset ann@clinic.example", (manage, email, ct) => manage.ResetSecondFactor(email, ct)),
    };

    static Explained Switch(
        string name, string description, string done, string already, string example, Func<ManageAccounts, string, CancellationToken, Task<AccountChange>> change)
    {
        var email = AccountsCommand.Email();
        var command = new Explained(name, description, $"""
            {AccountChanges.EndsSessions}

            Example:
              booking accounts {example}
            """) { email };
        command.SetAction((parsed, ct) => AccountChanges.Run(
            new(parsed), done, already, (manage, ct) => change(manage, parsed.GetRequiredValue(email), ct), ct));
        return command;
    }
}
