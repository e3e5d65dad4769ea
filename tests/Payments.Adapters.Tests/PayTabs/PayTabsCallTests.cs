using Booking.Contracts;
using Microsoft.Extensions.Logging.Abstractions;
using Payments.Adapters.Tests.Wire;
using Xunit;
using static Payments.Adapters.Tests.Samples;
using Answer = Payments.Adapters.Tests.Wire.StubProvider.Answer;

namespace Payments.Adapters.Tests.PayTabs;

public sealed class PayTabsCallTests
{
    [Fact]
    public async Task A_spent_budget_of_queries_is_told_without_a_call()
    {
        await using var stub = await StubProvider.Start(new Answer(200, "[]"), new Answer(200, "[]"));
        using var gateways =
            new PaymentGateways(Calls.Options(stub.Address) with { PayTabsQueriesPerMinute = 2 }, NullLoggerFactory.Instance);

        Assert.Equal(CheckoutStatus.Unknown, (await Read(gateways, Samples.PayTabs)).Value?.Status);
        Assert.Equal(CheckoutStatus.Unknown, (await Read(gateways, Samples.PayTabs)).Value?.Status);
        var spent = Assert.IsType<GatewayFailure.Transient>((await Read(gateways, Samples.PayTabs)).Failure);

        Assert.InRange(spent.RetryAfter!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        Assert.Equal(2, stub.Requests.Count);
    }

    [Fact]
    public async Task Another_profile_has_a_budget_of_its_own()
    {
        await using var stub = await StubProvider.Start(new Answer(200, "[]"), new Answer(200, "[]"));
        using var gateways =
            new PaymentGateways(Calls.Options(stub.Address) with { PayTabsQueriesPerMinute = 1 }, NullLoggerFactory.Instance);

        await Read(gateways, Samples.PayTabs);

        Assert.Null((await Read(gateways, Samples.PayTabs with { ProfileId = 777 })).Failure);
    }

    [Fact]
    public async Task A_live_page_whose_callback_would_not_be_called_is_refused_before_anything_is_sent()
    {
        await using var stub = await StubProvider.Start();
        using var gateways = new PaymentGateways(Calls.Options(stub.Address), NullLoggerFactory.Instance);
        var live = Samples.PayTabs with { Live = true };
        var order = Order(new(5_000, "AED")) with { CallbackUrl = new("https://clinic.example:8443/hooks") };
        var gateway = gateways.For(PaymentProvider.PayTabs);

        var result = await gateway.CreateCheckout(live, order, gateway.WriteCheckout(live, order, Now), CancellationToken.None);

        Assert.Equal("callback", Assert.IsType<GatewayFailure.Permanent>(result.Failure).Code);
        Assert.Empty(stub.Requests);
    }

    [Fact]
    public async Task A_region_that_paytabs_has_not_is_refused_before_anything_is_sent()
    {
        using var gateways = new PaymentGateways(new(), NullLoggerFactory.Instance);

        Assert.Equal("region", Assert.IsType<GatewayFailure.Permanent>((await Read(gateways, Samples.PayTabs with { Region = "XXX" })).Failure).Code);
    }

    [Theory]
    [InlineData(401, """{"code":1,"message":"Authentication failed, transaction not found for this profile","trace":"t"}""")]
    [InlineData(400, """{"code":2,"message":"Profile not found","trace":"t"}""")]
    public async Task What_is_not_about_a_transaction_does_not_say_that_there_is_no_refund(int status, string body)
    {
        await using var stub = await StubProvider.Start(new Answer(status, body));
        using var gateways = new PaymentGateways(Calls.Options(stub.Address), NullLoggerFactory.Instance);
        var refund = Refund(new(5_000, "AED"), "TST1");

        var found = await gateways.For(PaymentProvider.PayTabs).FindRefund(Samples.PayTabs, refund, null, CancellationToken.None);

        Assert.IsType<GatewayFailure.Permanent>(found.Failure);
    }

    static Task<GatewayResult<CheckoutSnapshot>> Read(PaymentGateways gateways, PayTabsAccount account) =>
        gateways.For(PaymentProvider.PayTabs).GetStatus(account, new(Payment, 1, null), CancellationToken.None);
}
