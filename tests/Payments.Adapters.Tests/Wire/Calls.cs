using Booking.Contracts;
using Microsoft.Extensions.Logging.Abstractions;
using static Payments.Adapters.Tests.Samples;
using Answer = Payments.Adapters.Tests.Wire.StubProvider.Answer;

namespace Payments.Adapters.Tests.Wire;

/// <summary>Calls to a stub through the gateways, and answers that it may give.</summary>
static class Calls
{
    public static readonly Answer Session = new(200, """{"id":"cs_1","url":"https://checkout.stripe.com/c/cs_1","expires_at":1785749730,"livemode":false}""");
    public static readonly Answer StripeRefund = new(200, """{"id":"re_1","amount":5000,"currency":"usd","status":"succeeded"}""");
    public static readonly Answer Failing = new(500, """{"error":{"type":"api_error"}}""");

    public static GatewayAccount AccountOf(PaymentProvider provider) => provider switch
    {
        PaymentProvider.Stripe => Samples.Stripe,
        PaymentProvider.Razorpay => Samples.Razorpay,
        _ => Samples.PayTabs,
    };

    public static PaymentGateways Gateways(Uri address) => new(Options(address), NullLoggerFactory.Instance);

    public static GatewayOptions Options(Uri address) => new()
    {
        Stripe = address,
        Razorpay = address,
        PayTabs = address,
        RetryDelay = TimeSpan.FromMilliseconds(1),
    };

    public static Task<GatewayResult<OpenedCheckout>> Create(PaymentGateways gateways, PaymentProvider provider, GatewayAccount account, Money amount)
    {
        var (gateway, order) = (gateways.For(provider), Order(amount));
        return gateway.CreateCheckout(account, order, gateway.WriteCheckout(account, order, Now), CancellationToken.None);
    }

    public static Task<GatewayResult<RefundSnapshot>> RefundAt(PaymentGateways gateways, PaymentProvider provider, GatewayAccount account, Money amount)
    {
        var (gateway, order) = (gateways.For(provider), Refund(amount, "paid_1"));
        return gateway.Refund(account, order, gateway.WriteRefund(account, order), CancellationToken.None);
    }
}
