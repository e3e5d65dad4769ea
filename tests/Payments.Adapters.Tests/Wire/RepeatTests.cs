using Booking.Contracts;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using static Payments.Adapters.Tests.Samples;
using static Payments.Adapters.Tests.Wire.Calls;
using Answer = Payments.Adapters.Tests.Wire.StubProvider.Answer;

namespace Payments.Adapters.Tests.Wire;

/// <summary>What is sent again and what never.</summary>
public sealed class RepeatTests
{
    [Fact]
    public async Task A_lost_refund_answer_never_pays_twice_because_the_same_key_and_body_go_again()
    {
        await using var stub = await StubProvider.Start(null, Failing, StripeRefund);
        using var gateways = Gateways(stub.Address);

        var result = await RefundAt(gateways, PaymentProvider.Stripe, Samples.Stripe, new(5_000, "USD"));

        Assert.Equal(RefundStatus.Succeeded, result.Value?.Status);
        Assert.Equal(3, stub.Requests.Count);
        Assert.Equal(($"POST /v1/refunds", $"refund-{Operation:N}"), stub.Requests.Select(request => (request.Line, request.Key)).Distinct().Single());
        Assert.Single(stub.Requests.Select(request => request.Body).Distinct());
    }

    [Fact]
    public async Task A_razorpay_refund_goes_again_under_its_key()
    {
        await using var stub =
            await StubProvider.Start(null, new Answer(200, """{"id":"rfnd_1","amount":5000,"currency":"INR","status":"processed"}"""));
        using var gateways = Gateways(stub.Address);

        var result = await RefundAt(gateways, PaymentProvider.Razorpay, Samples.Razorpay, new(5_000, "INR"));

        Assert.Equal(RefundStatus.Succeeded, result.Value?.Status);
        Assert.Equal([$"refund-{Operation:N}", $"refund-{Operation:N}"], stub.Requests.Select(request => request.Key));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(502)]
    [InlineData(200)]
    public async Task A_paytabs_refund_is_sent_once_and_left_in_doubt_when_its_answer_is_no_answer(int? status)
    {
        await using var stub = await StubProvider.Start(status is { } code ? new Answer(code, "<html>") : null, StripeRefund);
        using var gateways = Gateways(stub.Address);

        var result = await RefundAt(gateways, PaymentProvider.PayTabs, Samples.PayTabs, new(5_000, "AED"));

        Assert.IsType<GatewayFailure.Ambiguous>(result.Failure);
        Assert.Single(stub.Requests);
    }

    [Fact]
    public async Task A_paytabs_page_is_asked_for_once()
    {
        await using var stub = await StubProvider.Start(null, null);
        using var gateways = Gateways(stub.Address);

        Assert.IsType<GatewayFailure.Ambiguous>((await Create(gateways, PaymentProvider.PayTabs, Samples.PayTabs, new(5_000, "AED"))).Failure);
        Assert.Single(stub.Requests);
    }

    [Fact]
    public async Task After_three_sends_without_an_answer_the_doubt_is_told()
    {
        await using var stub = await StubProvider.Start();
        using var gateways = Gateways(stub.Address);

        Assert.IsType<GatewayFailure.Ambiguous>((await Create(gateways, PaymentProvider.Stripe, Samples.Stripe, new(5_000, "USD"))).Failure);
        Assert.Equal(3, stub.Requests.Count);
    }

    [Theory]
    [InlineData(PaymentProvider.Stripe, "USD", 401, """{"error":{"type":"invalid_request_error","code":"api_key_expired"}}""")]
    [InlineData(PaymentProvider.Stripe, "USD", 402, """{"error":{"type":"card_error","code":"insufficient_funds"}}""")]
    [InlineData(PaymentProvider.Razorpay, "INR", 400, """{"error":{"code":"BAD_REQUEST_ERROR","description":"The total refund amount is greater than the refund payment amount"}}""")]
    [InlineData(PaymentProvider.Razorpay, "INR", 400, """{"error":{"code":"BAD_REQUEST_ERROR","description":"Your account does not have enough balance"}}""")]
    public async Task A_refusal_after_a_lost_answer_may_be_of_what_was_done_so_that_no_other_refund_takes_its_place(
        PaymentProvider provider, string currency, int status, string body)
    {
        await using var stub = await StubProvider.Start(null, new Answer(status, body));
        using var gateways = Gateways(stub.Address);

        Assert.IsType<GatewayFailure.Ambiguous>((await RefundAt(gateways, provider, AccountOf(provider), new(5_000, currency))).Failure);
        Assert.Equal(2, stub.Requests.Count);
    }

    [Theory]
    [InlineData(PaymentProvider.Stripe, "USD")]
    [InlineData(PaymentProvider.Razorpay, "INR")]
    public async Task A_404_that_is_not_the_provider_s_own_does_not_say_that_there_is_no_refund(PaymentProvider provider, string currency)
    {
        await using var stub = await StubProvider.Start(new Answer(404, "<html>"), new Answer(404, """{"error":{"code":"resource_missing"}}"""));
        using var gateways = Gateways(stub.Address);
        Task<GatewayResult<RefundSnapshot>> Find() =>
            gateways.For(provider).FindRefund(AccountOf(provider), Refund(new(5_000, currency), "paid_1"), null, CancellationToken.None);

        Assert.NotNull((await Find()).Failure);
        Assert.Equal(RefundStatus.Unknown, (await Find()).Value?.Status);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(502)]
    public async Task Too_many_requests_after_a_lost_or_failed_answer_is_still_a_doubt(int? first)
    {
        await using var stub = await StubProvider.Start(first is { } status ? new Answer(status, "<html>") : null, new Answer(429, "{}"));
        using var gateways = Gateways(stub.Address);

        Assert.IsType<GatewayFailure.Ambiguous>((await Create(gateways, PaymentProvider.Stripe, Samples.Stripe, new(5_000, "USD"))).Failure);
    }
}
