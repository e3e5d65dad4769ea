using Payments.Adapters.Stripe;
using Xunit;
using static Payments.Adapters.Tests.Samples;

namespace Payments.Adapters.Tests.Stripe;

public sealed class StripeNotificationTests
{
    [Theory]
    [InlineData("checkout.session.completed")]
    [InlineData("checkout.session.async_payment_failed")]
    [InlineData("payment_intent.payment_failed")]
    [InlineData("charge.refunded")]
    [InlineData("charge.refund.updated")]
    [InlineData("refund.failed")]
    [InlineData("charge.dispute.funds_withdrawn")]
    public void Events_about_our_money_are_a_reason_to_ask(string type) =>
        Assert.Equal(new NotificationVerdict.Accepted("evt_1", type, Payment, "pi_1"), Verify(Event(type)));

    [Theory]
    [InlineData("customer.created")]
    [InlineData("charge.succeeded")]
    [InlineData("a.type.of.tomorrow")]
    public void Other_events_are_genuine_and_of_no_concern(string type) => Assert.Equal(new NotificationVerdict.Ignored(type), Verify(Event(type)));

    [Fact]
    public void An_event_of_the_other_mode_is_not_this_accounts() =>
        Assert.IsType<NotificationVerdict.Rejected>(Verify(Event("refund.updated").Replace("\"livemode\":false", "\"livemode\":true", StringComparison.Ordinal)));

    [Fact]
    public void A_thin_event_of_the_next_api_is_refused() =>
        Assert.IsType<NotificationVerdict.Rejected>(Verify("""{"id":"evt_1","object":"v2.core.event","livemode":false,"type":"refund.updated"}"""));

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"id\":\"evt_1\"")]
    [InlineData("{\"id\":\"\\ud800\",\"object\":\"event\",\"type\":\"refund.updated\",\"livemode\":false}")]
    public void A_signed_body_that_is_no_event_is_refused_without_a_crash(string body) => Assert.IsType<NotificationVerdict.Rejected>(Verify(body));

    [Fact]
    public void A_dispute_names_the_payment_intent_alone()
    {
        var body =
            """{"id":"evt_1","object":"event","livemode":false,"type":"charge.dispute.created","data":{"object":{"object":"dispute","metadata":{},"payment_intent":"pi_1"}}}""";

        Assert.Equal(new NotificationVerdict.Accepted("evt_1", "charge.dispute.created", null, "pi_1"), Verify(body));
    }

    [Fact]
    public void The_same_body_unsigned_is_refused()
    {
        var verdict = StripeNotifications.Verify(Samples.Stripe, null, Bytes(Event("refund.updated")), Now);

        Assert.Equal(new NotificationVerdict.Rejected("no signature"), verdict);
    }

    static NotificationVerdict Verify(string body) =>
        StripeNotifications.Verify(Samples.Stripe, StripeHeader("whsec_new", body, Now), Bytes(body), Now);

    static string Event(string type) =>
        $$$"""
        {"id":"evt_1","object":"event","livemode":false,"type":"{{{type}}}","request":"once a text",
         "data":{"object":{"object":"thing","payment_intent":"pi_1","metadata":{"payment_id":"{{{Payment}}}"} } } }
        """;
}
