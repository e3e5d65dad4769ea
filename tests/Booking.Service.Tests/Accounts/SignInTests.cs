using System.Net;
using Booking.Contracts;
using Booking.Service.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Booking.Service.Tests.Accounts;

public sealed class SignInTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Theory]
    [InlineData(DemoAccounts.PatientEmail, Role.Patient)]
    [InlineData(DemoAccounts.DoctorEmail, Role.Doctor)]
    [InlineData(DemoAccounts.FrontDeskEmail, Role.FrontDesk)]
    [InlineData(DemoAccounts.OpsEmail, Role.Ops)]
    public async Task Each_demo_account_signs_in_with_its_role(string email, Role role)
    {
        var me = (await (await service.SignedIn(email)).Me()).Value;

        Assert.Equal((email, role), (me.Email, Assert.Single(me.Roles)));
        Assert.Equal(role is Role.Patient ? me.Id : null, me.PatientId);
        Assert.Equal(role is Role.Doctor ? DemoAccounts.Doctor.Value : null, me.DoctorId);
    }

    [Fact]
    public async Task A_token_lives_a_quarter_of_an_hour_and_can_be_renewed()
    {
        var client = service.Anonymous();
        var token = (await client.SignIn(DemoAccounts.PatientEmail, DemoAccounts.Password)).Value;

        var renewed = (await client.Refresh(new(token.RefreshToken))).Value;

        Assert.Equal(900, token.ExpiresIn);
        Assert.NotEqual(token.AccessToken, renewed.AccessToken);
    }

    [Fact]
    public async Task An_unknown_address_and_a_wrong_password_are_answered_alike()
    {
        var client = service.Anonymous();

        var unknown = await client.Login(new("nobody@demo.test", "wrong password"));
        var wrong = await client.Login(new(DemoAccounts.PatientEmail, "wrong password"));

        Assert.Equal((HttpStatusCode.Unauthorized, "sign-in-failed"), (unknown.Status, unknown.Problem?.Code));
        Assert.Equal((wrong.Status, wrong.Problem?.Code, wrong.Problem?.Detail), (unknown.Status, unknown.Problem?.Code, unknown.Problem?.Detail));
    }

    [Theory]
    [InlineData("useCookies", "true", "Is not supported: there are bearer tokens only.")]
    [InlineData("useSessionCookies", "perhaps", "Cannot be read.")]
    public async Task Cookies_are_refused(string name, string value, string message)
    {
        var answer = await service.Http().PostJson($"/api/accounts/login?{name}={value}", $$"""{"email":"{{DemoAccounts.PatientEmail}}","password":"{{DemoAccounts.Password}}"}""");

        Assert.Equal([message], (await answer.Problem(400, "invalid")).Errors![name]);
    }

    [Fact]
    public async Task Another_node_reads_the_token_that_this_one_gave()
    {
        await using var other = service.Start(Environments.Development);
        var patient = await service.SignedIn(DemoAccounts.PatientEmail);
        var http = other.Client();
        http.DefaultRequestHeaders.Authorization = patient.Http.DefaultRequestHeaders.Authorization;

        Assert.Equal(DemoAccounts.PatientEmail, (await new BookingClient(http).Me()).Value.Email);
    }

    [Fact]
    public async Task The_keys_of_tokens_lie_sealed_in_the_database()
    {
        await service.SignedIn(DemoAccounts.PatientEmail);
        await using var command = service.Database.DataSource.CreateCommand("select string_agg(xml, '') from identity.data_protection_keys");
        var xml = (string)(await command.ExecuteScalarAsync())!;

        Assert.Contains("<sealed", xml, StringComparison.Ordinal);
        Assert.DoesNotContain("<masterKey", xml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whose_role_was_taken_has_to_sign_in_again_without_it()
    {
        var client = service.Anonymous();
        await using var scope = service.Services.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var account = new Account { UserName = "leaver@demo.test", Email = "leaver@demo.test", EmailConfirmed = true };
        await accounts.CreateAsync(account, DemoAccounts.Password);
        await accounts.AddToRoleAsync(account, Roles.FrontDesk);
        var token = (await client.SignIn(account.Email, DemoAccounts.Password)).Value;

        await accounts.RemoveFromRoleAsync(account, Roles.FrontDesk);
        await accounts.UpdateSecurityStampAsync(account);

        Assert.Equal(HttpStatusCode.Unauthorized, (await client.Refresh(new(token.RefreshToken))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.Me()).Status);
        _ = (await client.SignIn(account.Email, DemoAccounts.Password)).Value;
        Assert.Empty((await client.Me()).Value.Roles);
    }

    [Fact]
    public async Task Ten_wrong_passwords_lock_the_account_and_the_right_one_then_fails_too()
    {
        await using var scope = service.Services.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var account = new Account { UserName = "guessed@demo.test", Email = "guessed@demo.test", EmailConfirmed = true };
        await accounts.CreateAsync(account, DemoAccounts.Password);
        var client = service.Anonymous();
        for (var i = 0; i < 10; i++)
            await client.Login(new(account.Email, "wrong password"));

        var right = await client.Login(new(account.Email, DemoAccounts.Password));

        Assert.Equal((HttpStatusCode.Unauthorized, "sign-in-failed"), (right.Status, right.Problem?.Code));
    }
}
