using System.Net;
using Booking.Contracts;
using Booking.Service.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Booking.Service.Tests.Cli;

/// <summary>Accounts are changed at the command line while the service runs, and whoever is signed in with one feels it at once.</summary>
public sealed class AccountCommandTests
{
    const string Password = "another long secret";

    [Fact]
    public async Task A_role_that_was_taken_is_gone_from_a_token_that_was_given_before()
    {
        await using var database = await ServiceFixture.NewDatabase();
        await using var node = Node(database.ConnectionString);
        var desk = await SignedIn(node, DemoAccounts.FrontDeskEmail);
        var ops = await SignedIn(node, DemoAccounts.OpsEmail);
        Assert.Equal(HttpStatusCode.OK, (await desk.Patients("ann@people.test")).Status);

        var removed = await database.Run("accounts", "roles", "remove", DemoAccounts.FrontDeskEmail, "frontdesk");
        var again = await database.Run("accounts", "roles", "remove", DemoAccounts.FrontDeskEmail, "frontdesk");

        Assert.Equal((0, $"{DemoAccounts.FrontDeskEmail} no longer has the role frontdesk."), (removed.Code, Assert.Single(removed.Output)));
        Assert.Equal((0, $"{DemoAccounts.FrontDeskEmail} did not have the role frontdesk."), (again.Code, Assert.Single(again.Output)));
        Assert.Equal(HttpStatusCode.Unauthorized, (await desk.Patients("ann@people.test")).Status);
        Assert.Equal(HttpStatusCode.OK, (await ops.Me()).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await SignedIn(node, DemoAccounts.FrontDeskEmail)).Patients("ann@people.test")).Status);
        Assert.Equal(1, await database.Scalar<long>($"select count(*) from operator_changes where change = 'accounts.role-remove' and by like '{Environment.UserName}@%'"));
    }

    [Fact]
    public async Task Nobody_signs_in_with_a_locked_account_and_an_unlocked_one_works_again()
    {
        await using var database = await ServiceFixture.NewDatabase();
        await using var node = Node(database.ConnectionString);
        var client = node.Anonymous();
        var token = (await client.SignIn(DemoAccounts.OpsEmail, DemoAccounts.Password)).Value;

        var locked = await database.Run("accounts", "lock", DemoAccounts.OpsEmail);

        Assert.Equal(0, locked.Code);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.Me()).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.Refresh(new(token.RefreshToken))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await node.Anonymous().Login(new(DemoAccounts.OpsEmail, DemoAccounts.Password))).Status);
        Assert.Contains("\"locked\":true", Assert.Single((await database.Run("accounts", "list", "--role", "ops", "--json")).Output), StringComparison.Ordinal);
        Assert.Equal(0, (await database.Run("accounts", "unlock", DemoAccounts.OpsEmail)).Code);
        Assert.Equal(HttpStatusCode.OK, (await (await SignedIn(node, DemoAccounts.OpsEmail)).Me()).Status);
    }

    [Fact]
    public async Task A_password_that_was_reset_opens_nothing_any_more()
    {
        await using var database = await ServiceFixture.NewDatabase();
        await using var node = Node(database.ConnectionString);
        var before = await SignedIn(node, DemoAccounts.PatientEmail);

        var weak = await database.Pipe("short", "accounts", "reset", DemoAccounts.PatientEmail, "--password-stdin");
        Assert.Equal(HttpStatusCode.OK, (await before.Me()).Status);
        var reset = await database.Pipe(Password, "accounts", "reset", DemoAccounts.PatientEmail, "--password-stdin");

        Assert.Equal((1, "Password: Must have 12 characters or more."), (weak.Code, Assert.Single(weak.Error)));
        Assert.Equal((0, $"{DemoAccounts.PatientEmail} has another password."), (reset.Code, Assert.Single(reset.Output)));
        Assert.Equal(HttpStatusCode.Unauthorized, (await before.Me()).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await node.Anonymous().Login(new(DemoAccounts.PatientEmail, DemoAccounts.Password))).Status);
        // At once, although this node has just seen the stamp of before.
        Assert.Equal(HttpStatusCode.OK, (await (await SignedIn(node, DemoAccounts.PatientEmail, Password)).Me()).Status);
        Assert.DoesNotContain(Password, string.Join('\n', (await Canaries.Dump(database)).Text), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stamp_that_fits_is_taken_on_trust_for_seconds_and_one_that_does_not_is_never()
    {
        await using var database = await ServiceFixture.NewDatabase();
        await using var node = ServiceFixture.StartOn(database.ConnectionString, Environments.Development, ("Accounts:StampSeconds", "60"));
        var seen = await SignedIn(node, DemoAccounts.OpsEmail);
        var unseen = await SignedIn(node, DemoAccounts.PatientEmail);
        Assert.Equal(HttpStatusCode.OK, (await seen.Verify()).Status);

        await database.Sql("update identity.accounts set security_stamp = 'new'");

        Assert.Equal(HttpStatusCode.OK, (await seen.Verify()).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await unseen.Me()).Status);
    }

    [Fact]
    public async Task A_lost_telephone_is_forgotten_with_its_key()
    {
        await using var database = await ServiceFixture.NewDatabase();
        await using var node = Node(database.ConnectionString);
        var lost = await SecondFactor(node, enable: true);
        Assert.Equal("second-factor-required", (await node.Anonymous().Login(new(DemoAccounts.OpsEmail, DemoAccounts.Password))).Problem?.Code);

        var reset = await database.Run("accounts", "second-factor", "reset", DemoAccounts.OpsEmail);

        Assert.Equal(0, reset.Code);
        _ = await SignedIn(node, DemoAccounts.OpsEmail);
        Assert.NotEqual(lost, await SecondFactor(node, enable: false));
    }

    [Theory]
    [InlineData(1, "nobody@clinic.test has no account.", "accounts", "lock", "nobody@clinic.test")]
    [InlineData(2, "--doctor", "accounts", "roles", "add", "ops@demo.test", "doctor")]
    [InlineData(1, "There is no doctor", "accounts", "roles", "add", "ops@demo.test", "doctor", "--doctor", "00000000-0000-4000-8000-00000000dead")]
    [InlineData(2, "patient", "accounts", "roles", "add", "ops@demo.test", "patient")]
    public async Task A_change_that_cannot_be_is_not_made(int code, string reason, params string[] arguments)
    {
        await using var database = await ServiceFixture.NewDatabase();

        var run = await database.Run(arguments);

        Assert.Equal(code, run.Code);
        Assert.Contains(reason, string.Join(' ', run.Error), StringComparison.Ordinal);
        Assert.Equal(0, await database.Scalar<long>("select count(*) from operator_changes"));
    }

    static ServiceFixture.Host Node(string connectionString) =>
        ServiceFixture.StartOn(connectionString, Environments.Development, ("Accounts:StampSeconds", "0"));

    /// <returns>The key in the authenticator app; a new one where there is none.</returns>
    static async Task<string> SecondFactor(ServiceFixture.Host node, bool enable)
    {
        await using var scope = node.Services.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var ops = (await accounts.FindByEmailAsync(DemoAccounts.OpsEmail))!;
        if (await accounts.GetAuthenticatorKeyAsync(ops) is null)
            await accounts.ResetAuthenticatorKeyAsync(ops);
        if (enable)
            await accounts.SetTwoFactorEnabledAsync(ops, enabled: true);
        return (await accounts.GetAuthenticatorKeyAsync(ops))!;
    }

    static async Task<BookingClient> SignedIn(ServiceFixture.Host node, string email, string password = DemoAccounts.Password)
    {
        var client = node.Anonymous();
        _ = (await client.SignIn(email, password)).Value;
        return client;
    }
}
