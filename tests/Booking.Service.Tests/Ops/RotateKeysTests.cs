using System.Security.Cryptography;
using Booking.Contracts;
using Booking.Service.Accounts;
using Booking.Service.Gateways;
using Booking.Service.Patients;
using Booking.Service.Tests.Hosting;
using Booking.Testing;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Payments.Adapters;
using Xunit;

namespace Booking.Service.Tests.Ops;

/// <summary>A master key is replaced under a service that runs: new in front, <c>keys rotate</c>, old one dropped.</summary>
public sealed class RotateKeysTests
{
    static readonly string Old = ServiceFixture.Common("").Single(setting => setting.Key == "Booking:MasterKeys").Value!;
    static readonly string New = "new:" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_a_rotation_everything_opens_without_the_old_key()
    {
        await using var database = await ServiceFixture.NewDatabase();
        GatewayAccountId account;
        string? authenticator, token;
        await using (var before = Node(database, Old))
        {
            account = await Fill(before);
            authenticator = await Authenticator(before);
            token = before.As(Roles.FrontDesk).Http.DefaultRequestHeaders.Authorization!.Parameter;
        }

        var run = await Rotate(database, $"{New},{Old}");
        var again = await Rotate(database, $"{New},{Old}");

        Assert.Equal(0, run.Code);
        Assert.Contains("gateway_secrets: 1 sealed anew, 0 cannot be opened", run.Output);
        Assert.Contains("webhooks: 1 sealed anew, 0 cannot be opened", run.Output);
        Assert.Contains("patient_keys: 2 sealed anew, 0 cannot be opened", run.Output);
        Assert.Equal(0, again.Code);
        Assert.All(again.Output, line => Assert.EndsWith(": 0 sealed anew, 0 cannot be opened", line, StringComparison.Ordinal));
        await using var after = Node(database, New);
        Assert.Equal("sk_test_one", Assert.IsType<StripeAccount>(await after.Services.GetRequiredService<GatewayAccounts>().Get(account, Ct)).SecretKey);
        Assert.Equal(authenticator, await Authenticator(after));
        // Made before the rotation, protected by the ring of keys; and the search works by the one key for words.
        var desk = after.Anonymous();
        desk.Http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        Assert.Equal("Ann Example", Assert.Single((await desk.Patients("ann@people.test")).Value.Items).FullName);
        var repeat = await after.As(Roles.Ops, Somebody).SetGateway(DemoAccounts.Doctor.Value, Gateways.Accounts.Stripe(), idempotencyKey: "once");
        Assert.Equal(account.Value, repeat.Value.AccountId);
    }

    [Fact]
    public async Task A_service_that_runs_sees_nothing_of_it_and_what_it_writes_meanwhile_stays()
    {
        await using var database = await ServiceFixture.NewDatabase();
        await using (var before = Node(database, Old))
            await Fill(before);
        await using var node = Node(database, $"{New},{Old}");
        var doctor = DemoAccounts.Doctor.Value;
        var puts = 0;
        // A node that has just started takes as long for its first answer as the whole rotation.
        await Put();
        var rotating = Rotate(database, $"{New},{Old}");

        do
            await Put();
        while (!rotating.IsCompleted);

        Assert.Equal(0, (await rotating).Code);
        await using var after = Node(database, New);
        var account = (await after.As(Roles.Ops).Gateways(doctor)).Value.Items.Single(item => item.Provider == PaymentProvider.Stripe).AccountId;
        Assert.Equal($"sk_test_key-{puts}", Assert.IsType<StripeAccount>(await after.Services.GetRequiredService<GatewayAccounts>().Get(new(account), Ct)).SecretKey);

        async Task Put() => _ = (await node.As(Roles.Ops).SetGateway(doctor, Gateways.Accounts.Stripe(key: $"key-{++puts}"))).Value;
    }

    [Fact]
    public async Task A_row_that_does_not_open_is_named_and_the_others_are_sealed_anew()
    {
        await using var database = await ServiceFixture.NewDatabase();
        await KeyRotationTests.Rows(database, 2, Old);
        var lost = new GatewayAccountId(Guid.NewGuid());
        await KeyRotationTests.Write(database, lost, new GatewaySecrets("lost").Seal(MasterKeys.Parse("lost:" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))), lost));

        var run = await Rotate(database, $"{New},{Old}");

        Assert.Equal((1, $"gateway_secrets {lost} cannot be opened"), (run.Code, Assert.Single(run.Error)));
        Assert.Contains("gateway_secrets: 2 sealed anew, 1 cannot be opened", run.Output);
    }

    static readonly Guid Somebody = new("99999999-9999-4999-8999-999999999999");

    static ServiceFixture.Host Node(TestDatabase database, string keys) =>
        ServiceFixture.StartOn(database.ConnectionString, Environments.Development, ("Booking:MasterKeys", keys));

    static Task<ProgramRun> Rotate(TestDatabase database, string keys) => ProgramRun.Start(
        ["keys", "rotate"], "", ("ConnectionStrings__Booking", database.ConnectionString), ("Booking__MasterKeys", keys));

    /// <summary>Something of everything that is sealed: a patient, a word to find them by, an account, an answer and, by the node itself, a ring of keys.</summary>
    static async Task<GatewayAccountId> Fill(ServiceFixture.Host node)
    {
        await node.Services.GetRequiredService<PatientDirectory>().FindOrRegister(Patients.People.Ann, Patients.People.Context, Ct);
        _ = (await node.As(Roles.Ops).CreateWebhook(new("https://example.com/hook", ["*"]))).Value;
        return new((await node.As(Roles.Ops, Somebody).SetGateway(DemoAccounts.Doctor.Value, Gateways.Accounts.Stripe(), idempotencyKey: "once")).Value.AccountId);
    }

    static async Task<string?> Authenticator(ServiceFixture.Host node)
    {
        await using var scope = node.Services.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var ops = (await accounts.FindByEmailAsync(DemoAccounts.OpsEmail))!;
        if (await accounts.GetAuthenticatorKeyAsync(ops) is { } known)
            return known;
        await accounts.ResetAuthenticatorKeyAsync(ops);
        return await accounts.GetAuthenticatorKeyAsync(ops);
    }
}
