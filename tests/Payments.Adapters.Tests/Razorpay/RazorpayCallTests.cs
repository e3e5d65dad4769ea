using Booking.Contracts;
using Microsoft.Extensions.Logging.Abstractions;
using Payments.Adapters.Tests.Wire;
using Xunit;
using static Payments.Adapters.Tests.Samples;

namespace Payments.Adapters.Tests.Razorpay;

public sealed class RazorpayCallTests
{
    const string Captured = """{"id":"pay_1","status":"captured","amount":20000,"amount_refunded":0,"currency":"INR","notes":[]}""";

    [Fact]
    public async Task A_payment_that_the_link_does_not_tell_of_is_found_through_its_order()
    {
        await using var stub = await StubProvider.Start(
            new(200, """{"id":"plink_1","status":"expired","order_id":"order_1","payments":null}"""),
            new(200, $$"""{"items":[{{Captured}}]}"""),
            new(200, """{"items":[]}"""));

        Assert.Equal(CheckoutStatus.Paid, (await Read(stub)).Value?.Status);
        Assert.Equal("GET /v1/orders/order_1/payments", stub.Requests.ElementAt(1).Line);
    }

    [Fact]
    public async Task A_link_without_an_order_is_read_by_the_payments_that_it_names()
    {
        await using var stub = await StubProvider.Start(
            new(200, """{"id":"plink_1","status":"paid","payments":[{"payment_id":"pay_1","status":"captured"}]}"""),
            new(200, Captured),
            new(200, """{"items":[{"payment_id":"pay_1","status":"open"}]}"""));

        Assert.Equal(DisputeStatus.Open, Assert.Single((await Read(stub)).Value!.Captures).Dispute);
    }

    [Fact]
    public async Task An_account_that_may_not_read_disputes_has_its_payments_all_the_same()
    {
        await using var stub = await StubProvider.Start(
            new(200, """{"id":"plink_1","status":"paid","order_id":"order_1"}"""),
            new(200, $$"""{"items":[{{Captured}}]}"""),
            new(400, """{"error":{"code":"BAD_REQUEST_ERROR","description":"Access Denied"}}"""));

        Assert.Equal(CheckoutStatus.Paid, (await Read(stub)).Value?.Status);
    }

    [Fact]
    public async Task An_answer_without_a_list_of_payments_is_not_a_link_without_payments()
    {
        var link = new StubProvider.Answer(200, """{"id":"plink_1","status":"expired","order_id":"order_1"}""");
        await using var stub = await StubProvider.Start(link, new(200, "{}"));

        Assert.IsType<GatewayFailure.Transient>((await Read(stub)).Failure);
    }

    [Fact]
    public async Task A_used_reference_whose_link_is_not_listed_is_a_doubt()
    {
        await using var stub = await StubProvider.Start(
            new(400, """{"error":{"code":"BAD_REQUEST_ERROR","description":"payment link with given reference_id: x already exists."}}"""),
            new(200, """{"payment_links":[]}"""));
        using var gateways = new PaymentGateways(Calls.Options(stub.Address), NullLoggerFactory.Instance);
        var (gateway, order) = (gateways.For(PaymentProvider.Razorpay), Order(new(20_000, "INR")));

        var result =
            await gateway.CreateCheckout(Samples.Razorpay, order, gateway.WriteCheckout(Samples.Razorpay, order, Now), CancellationToken.None);

        Assert.IsType<GatewayFailure.Ambiguous>(result.Failure);
    }

    static async Task<GatewayResult<CheckoutSnapshot>> Read(StubProvider stub)
    {
        using var gateways = new PaymentGateways(Calls.Options(stub.Address), NullLoggerFactory.Instance);
        return await gateways.For(PaymentProvider.Razorpay).GetStatus(Samples.Razorpay, new(Payment, 1, "plink_1"), CancellationToken.None);
    }
}
