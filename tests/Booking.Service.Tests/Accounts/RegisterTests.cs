using System.Net;
using Booking.Contracts;
using Booking.Service.Accounts;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Booking.Service.Tests.Accounts;

public sealed class RegisterTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    const string Secret = "quiet purple lamp";

    [Fact]
    public async Task Somebody_new_becomes_a_patient_and_can_sign_in_at_once_in_Development()
    {
        var client = service.Anonymous();

        Assert.Equal(HttpStatusCode.OK, (await client.Register(Ann("ann@demo.test"))).Status);
        await client.SignIn("ann@demo.test", Secret);
        var me = (await client.Me()).Value;

        Assert.Equal([Role.Patient], me.Roles);
        Assert.Equal(me.Id, me.PatientId);
    }

    [Fact]
    public async Task All_wrong_fields_are_named_at_once_and_nothing_is_made()
    {
        var before = await Accounts();

        var answer = await service.Anonymous().Register(new("no address", "short", " ", "0501234567", "Mars/Olympus", "xx"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(["email", "fullName", "language", "password", "phone", "timeZone"], answer.Problem!.Errors!.Keys.Order());
        Assert.Equal(before, await Accounts());
    }

    [Theory]
    [InlineData("fullName", 201)]
    [InlineData("email", 255)]
    public async Task Texts_have_a_greatest_length(string field, int length)
    {
        var text = new string('a', length - "@demo.test".Length) + "@demo.test";
        var request = Ann("long@demo.test");

        var answer = await service.Anonymous().Register(field == "email" ? request with { Email = text } : request with { FullName = text });

        Assert.Equal([field], answer.Problem!.Errors!.Keys);
    }

    [Fact]
    public async Task Many_at_once_with_one_address_make_one_account()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => service.Anonymous().Register(Ann("crowd@demo.test"))));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.OK), answer => Assert.Equal(["email"], answer.Problem!.Errors!.Keys));
    }

    [Fact]
    public async Task Outside_Development_a_known_address_is_answered_like_a_new_one_and_only_its_owner_can_sign_in()
    {
        await using var production = service.Start(Environments.Production);
        var client = new BookingClient(production.Client());
        await service.Anonymous().Register(Ann("known@demo.test"));

        var again = await client.Register(Ann("known@demo.test") with { Password = "another secret text" });
        var fresh = await client.Register(Ann("fresh@demo.test"));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (again.Status, fresh.Status));
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.Login(new("known@demo.test", "another secret text"))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.Login(new("fresh@demo.test", Secret))).Status);
    }

    [Fact]
    public async Task A_forgotten_password_is_reset_by_the_code_that_was_mailed()
    {
        var http = service.Http();
        await service.Anonymous().Register(Ann("forgetful@demo.test") with { Language = "ar" });

        await http.PostJson("/api/accounts/forgotPassword", """{"email":"forgetful@demo.test"}""");
        var mail = Assert.Single((await new BookingClient(http).Mail()).Value.Items, mail => mail.To == "forgetful@demo.test");
        var code = mail.Text.Split('\n')[^1];
        var weak = await http.PostJson("/api/accounts/resetPassword", $$"""{"email":"forgetful@demo.test","resetCode":"{{code}}","newPassword":"short"}""");
        var reset = await http.PostJson("/api/accounts/resetPassword", $$"""{"email":"forgetful@demo.test","resetCode":"{{code}}","newPassword":"a new quiet lamp"}""");

        Assert.Equal(["newPassword"], (await weak.Problem(400, "invalid")).Errors!.Keys);
        Assert.Equal(HttpStatusCode.OK, reset.StatusCode);
        Assert.Equal("ar", mail.Language);
        Assert.Equal(HttpStatusCode.OK, (await service.Anonymous().SignIn("forgetful@demo.test", "a new quiet lamp")).Status);
    }

    static RegisterRequest Ann(string email) => new(email, Secret, "Ann Example", "+971501234567", "Asia/Dubai", "en");

    async Task<long> Accounts()
    {
        await using var command = service.Database.DataSource.CreateCommand("select count(*) from identity.accounts");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
