using System.Text.Json;
using Booking.Contracts;
using NodaTime;
using Payments.Adapters.Stripe;
using Xunit;
using static Payments.Adapters.Tests.Samples;

namespace Payments.Adapters.Tests.Stripe;

public sealed class StripeAnswerTests
{
    const string NoIntent = "null";

    [Theory]
    [InlineData("open", "unpaid", NoIntent, CheckoutStatus.Pending)]
    [InlineData("open", "unpaid", """{"id":"pi_1","status":"requires_payment_method","last_payment_error":{"code":"card_declined"}}""", CheckoutStatus.Pending)]
    [InlineData("complete", "unpaid", """{"id":"pi_1","status":"processing"}""", CheckoutStatus.Processing)]
    [InlineData("complete", "unpaid", """{"id":"pi_1","status":"requires_capture"}""", CheckoutStatus.Processing)]
    [InlineData("complete", "unpaid", NoIntent, CheckoutStatus.Processing)]
    [InlineData("complete", "unpaid", """{"id":"pi_1","status":"requires_payment_method"}""", CheckoutStatus.Failed)]
    [InlineData("complete", "paid", "\"pi_1\"", CheckoutStatus.Processing)]
    [InlineData("expired", "unpaid", NoIntent, CheckoutStatus.Expired)]
    [InlineData("open", "unpaid", """{"id":"pi_1","status":"canceled"}""", CheckoutStatus.Expired)]
    [InlineData("of tomorrow", "unpaid", NoIntent, CheckoutStatus.Processing)]
    public void A_session_without_a_captured_charge_is_never_paid(string session, string payment, string intent, CheckoutStatus expected)
    {
        var json = JsonElement.Parse($$"""{"id":"cs_1","status":"{{session}}","payment_status":"{{payment}}","payment_intent":{{intent}}}""");

        var snapshot = StripeAnswers.Snapshot(json, DisputeStatus.None);

        Assert.Equal(expected, snapshot?.Status);
        Assert.Empty(snapshot!.Captures);
    }

    [Fact]
    public void A_captured_charge_is_money_with_all_that_must_be_compared()
    {
        var snapshot = StripeAnswers.Snapshot(Session("expired", captured: true), DisputeStatus.Open);

        Assert.Equal(CheckoutStatus.Paid, snapshot?.Status);
        Assert.Equal(
            new CaptureSnapshot("pi_1", new Money(20_000, "USD"), new Money(500, "USD"), DisputeStatus.Open, Payment, null, false),
            Assert.Single(snapshot!.Captures));
    }

    [Fact]
    public void A_charge_that_is_only_authorized_is_no_money() =>
        Assert.Equal(CheckoutStatus.Processing, StripeAnswers.Snapshot(Session("complete", captured: false), DisputeStatus.None)?.Status);

    [Theory]
    [InlineData(DisputeStatus.Open, "needs_response")]
    [InlineData(DisputeStatus.Open, "a status of tomorrow")]
    [InlineData(DisputeStatus.Won, "won")]
    [InlineData(DisputeStatus.Won, "warning_closed")]
    [InlineData(DisputeStatus.Lost, "lost", "won")]
    [InlineData(DisputeStatus.Open, "won", "under_review")]
    [InlineData(DisputeStatus.None)]
    public void Of_several_disputes_the_worst_counts(DisputeStatus expected, params string[] statuses)
    {
        var list = string.Join(',', statuses.Select(status => $$"""{"status":"{{status}}"}"""));

        Assert.Equal(expected, StripeAnswers.Dispute(JsonElement.Parse($$"""{"data":[{{list}}]}""")));
    }

    [Theory]
    [InlineData("succeeded", RefundStatus.Succeeded)]
    [InlineData("pending", RefundStatus.Pending)]
    [InlineData("requires_action", RefundStatus.Pending)]
    [InlineData("failed", RefundStatus.Failed)]
    [InlineData("canceled", RefundStatus.Failed)]
    public void A_refund_is_read_as_it_stands(string status, RefundStatus expected) => Assert.Equal(
        new RefundSnapshot("re_1", expected, new(500, "USD"), status),
        StripeAnswers.Refund(JsonElement.Parse($$"""{"id":"re_1","amount":500,"currency":"usd","status":"{{status}}"}""")));

    [Fact]
    public void An_opened_session_tells_where_to_pay_and_until_when() => Assert.Equal(
        new OpenedCheckout("cs_1", new("https://checkout.stripe.com/c/cs_1"), Instant.FromUnixTimeSeconds(1_785_749_730)),
        StripeAnswers.Opened(JsonElement.Parse("""{"id":"cs_1","url":"https://checkout.stripe.com/c/cs_1","expires_at":1785749730}""")));

    static JsonElement Session(string status, bool captured) => JsonElement.Parse(
        $$$"""
        {"id":"cs_1","status":"{{{status}}}","payment_status":"paid","livemode":false,"client_reference_id":"not-ours",
         "payment_intent":{"id":"pi_1","status":"{{{(captured ? "succeeded" : "requires_capture")}}}","metadata":{"payment_id":"{{{Payment}}}"},
          "latest_charge":{"id":"ch_1","status":"succeeded","captured": {{{(captured ? "true" : "false")}}} ,"amount":20000,"amount_captured":20000,
           "amount_refunded":500,"currency":"usd","livemode":false} } }
        """);
}
