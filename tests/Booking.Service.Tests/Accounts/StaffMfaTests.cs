using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Booking.Contracts;
using Booking.Service.Accounts;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Booking.Service.Tests.Accounts;

/// <summary>Production's rule: staff may do nothing before they have a second factor, except set it up.</summary>
public sealed class StaffMfaTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task Staff_set_up_a_second_factor_and_then_cannot_sign_in_without_it()
    {
        await using var production = service.Start(Environments.Production, ("Accounts:StampSeconds", "0"));
        var client = new BookingClient(production.Client());
        await client.SignIn(DemoAccounts.OpsEmail, DemoAccounts.Password);

        await (await client.Http.PostJson("/api/doctors", "{}")).Problem(403, "forbidden");
        var setUp = await Manage(client.Http, "{}");
        var key = setUp.GetProperty("sharedKey").GetString()!;
        var wrong = await client.Http.PostJson("/api/accounts/manage/2fa", """{"enable":true,"twoFactorCode":"000000"}""");
        var enabled = await Manage(client.Http, $$"""{"enable":true,"twoFactorCode":"{{OneTimeCode.Of(key)}}"}""");

        Assert.Equal(["twoFactorCode"], (await wrong.Problem(400, "invalid")).Errors!.Keys);
        Assert.True(enabled.GetProperty("isTwoFactorEnabled").GetBoolean());
        Assert.Equal("second-factor-required", (await client.Login(new(DemoAccounts.OpsEmail, DemoAccounts.Password))).Problem?.Code);
        var token = (await client.Login(new(DemoAccounts.OpsEmail, DemoAccounts.Password, OneTimeCode.Of(key, later: 1)))).Value;
        var again = await client.Login(new(DemoAccounts.OpsEmail, DemoAccounts.Password, OneTimeCode.Of(key, later: 1)));
        var earlier = await client.Login(new(DemoAccounts.OpsEmail, DemoAccounts.Password, OneTimeCode.Of(key)));

        Assert.Equal(("sign-in-failed", "sign-in-failed"), (again.Problem?.Code, earlier.Problem?.Code));
        client.Http.DefaultRequestHeaders.Authorization = new("Bearer", token.AccessToken);
        await (await client.Http.PostJson("/api/doctors", "{}")).Problem(400, "invalid");
        Assert.DoesNotContain(key, await Tokens(), StringComparison.Ordinal);
    }

    async Task<string> Tokens()
    {
        await using var command = service.Database.DataSource.CreateCommand("select string_agg(value, ' ') from identity.account_tokens where name = 'AuthenticatorKey'");
        return (string)(await command.ExecuteScalarAsync())!;
    }

    static async Task<JsonElement> Manage(HttpClient http, string json)
    {
        var answer = await http.PostJson("/api/accounts/manage/2fa", json);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }
}
