using Payments.Adapters.Stripe;
using Xunit;
using static Payments.Adapters.Tests.Samples;

namespace Payments.Adapters.Tests.Stripe;

/// <summary>The exact bodies. Stripe refuses a key that comes again with another body, so a change here breaks what is under way.</summary>
public sealed class StripeRequestTests
{
    [Fact]
    public void The_request_for_a_session_is_this_form() => Assert.Equal(
        """
        mode=payment
        submit_type=book
        payment_method_types[0]=card
        adaptive_pricing[enabled]=false
        client_reference_id=0198f1c2-7d3a-7c4e-9b5f-aabbccddeeff
        metadata[payment_id]=0198f1c2-7d3a-7c4e-9b5f-aabbccddeeff
        metadata[attempt]=2
        payment_intent_data[metadata][payment_id]=0198f1c2-7d3a-7c4e-9b5f-aabbccddeeff
        payment_intent_data[metadata][attempt]=2
        line_items[0][quantity]=1
        line_items[0][price_data][currency]=usd
        line_items[0][price_data][unit_amount]=20000
        line_items[0][price_data][product_data][name]=Visit on 3 August, 60 min
        success_url=https://clinic.example/pay/return?p=1
        cancel_url=https://clinic.example/pay/return?p=1
        expires_at=1785749730
        """,
        Decoded(StripeRequests.Checkout(Order(new(20_000, "USD"), attempt: 2))));

    [Fact]
    public void The_request_for_a_refund_is_this_form() => Assert.Equal(
        """
        payment_intent=pi_1
        amount=5000
        reason=requested_by_customer
        metadata[refund_id]=0198f1c27d3a7c4e9b5faabbccddeeff-1-r1
        metadata[payment_id]=0198f1c2-7d3a-7c4e-9b5f-aabbccddeeff
        """,
        Decoded(StripeRequests.Refund(Refund(new(5_000, "USD"), "pi_1"))));

    [Fact]
    public void What_could_end_a_field_is_escaped()
    {
        var form = StripeRequests.Checkout(Order(new(20_000, "USD")) with { Description = "Größe & mehr=+%" });

        Assert.Contains("%5Bname%5D=Gr%C3%B6%C3%9Fe%20%26%20mehr%3D%2B%25&", form, StringComparison.Ordinal);
    }

    [Fact]
    public void An_amount_that_cannot_be_charged_is_never_written() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => StripeRequests.Checkout(Order(new(295_991, "KWD"))));

    static string Decoded(string form) => string.Join('\n', form.Split('&').Select(Uri.UnescapeDataString));
}
