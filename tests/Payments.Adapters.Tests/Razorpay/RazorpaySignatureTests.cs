using Payments.Adapters.Razorpay;
using Payments.Adapters.Wire;
using Xunit;
using static Payments.Adapters.Tests.Samples;

namespace Payments.Adapters.Tests.Razorpay;

public sealed class RazorpaySignatureTests
{
    [Theory]
    [InlineData("rzp-1")]
    [InlineData("rzp-2")]
    [InlineData("rzp-4-checkout")]
    [InlineData("rzp-5-paymentlink")]
    [InlineData("rzp-6")]
    public void Signatures_of_razorpays_own_libraries_are_accepted(string id)
    {
        var vector = Vectors.Of("razorpay", id);

        Assert.True(Hmac.Signed([vector.Get("secret")], vector.Bytes("message_b64"), vector.Get("sig")));
    }

    [Fact]
    public void The_return_of_a_browser_is_checked_over_four_values_in_their_order()
    {
        const string form = "razorpay_payment_id=pay_IH3d0ara9bSsjQ&razorpay_payment_link_id=plink_IH3cNucfVEgV68&razorpay_payment_link_reference_id=TSsd1989"
            + "&razorpay_payment_link_status=paid&razorpay_signature=07ae18789e35093e51d0a491eb9922646f3f82773547e5b0f67ee3f2d3bf7d5b";
        var account = Samples.Razorpay with { KeySecret = "EnLs21M47BllR3X8PSFtjtbd" };

        Assert.True(RazorpayNotifications.IsReturnSigned(account, form));
        Assert.True(RazorpayNotifications.IsReturnSigned(account, "p=1&" + form));
        Assert.False(RazorpayNotifications.IsReturnSigned(account, form.Replace("=paid", "=created", StringComparison.Ordinal)));
        Assert.False(RazorpayNotifications.IsReturnSigned(account, "razorpay_signature=&%"));
        Assert.False(RazorpayNotifications.IsReturnSigned(account, ""));
    }

    [Fact]
    public void An_event_signed_with_the_secret_before_is_still_genuine()
    {
        var body = """{"entity":"event","event":"payment.captured","payload":{"payment":{"entity":{"id":"pay_1","notes":[]}}}}""";

        Assert.IsType<NotificationVerdict.Accepted>(Verify(body, "hook-old"));
        Assert.IsType<NotificationVerdict.Rejected>(Verify(body, "hook-before-that"));
    }

    [Fact]
    public void An_event_is_known_again_by_its_body_because_the_header_with_its_id_is_not_signed()
    {
        var body = $$"""{"entity":"event","event":"payment_link.paid","payload":{"payment_link":{"entity":{"reference_id":"{{Payment:N}}-2"} } } }""";

        Assert.Equal(new NotificationVerdict.Accepted(Hmac.Digest(Bytes(body)), "payment_link.paid", Payment, null), Verify(body, "hook-new"));
    }

    [Theory]
    [InlineData("payment.captured", """{"payment":{"entity":{"id":"pay_1","notes":{"payment_id":"0198f1c2-7d3a-7c4e-9b5f-aabbccddeeff"}}}}""", true, "pay_1")]
    [InlineData("order.paid", """{"payment":{"entity":{"id":"pay_1","notes":null}},"order":{"entity":{"id":"1"}}}""", false, "pay_1")]
    [InlineData("refund.processed", """{"refund":{"entity":{"payment_id":"pay_1","receipt":"0198f1c27d3a7c4e9b5faabbccddeeff-1-r1"}}}""", true, "pay_1")]
    [InlineData("payment.dispute.created", """{"dispute":{"entity":{"payment_id":"pay_1"}}}""", false, "pay_1")]
    [InlineData("payment_link.expired", "{}", false, null)]
    [InlineData("payment_link.expired", "[]", false, null)]
    public void What_an_event_is_about_is_read_from_whatever_it_carries(string type, string payload, bool ours, string? capture)
    {
        var verdict =
            Assert.IsType<NotificationVerdict.Accepted>(Verify($$"""{"entity":"event","event":"{{type}}","payload":{{payload}}}""", "hook-new"));

        Assert.Equal((ours ? Payment : (Guid?)null, capture), (verdict.Payment, verdict.Capture));
    }

    [Fact]
    public void Other_events_are_of_no_concern() =>
        Assert.Equal(new NotificationVerdict.Ignored("settlement.processed"), Verify("""{"entity":"event","event":"settlement.processed"}""", "hook-new"));

    [Theory]
    [InlineData("")]
    [InlineData("[1]")]
    [InlineData("{\"event\":\"payment.captured\"}")]
    public void A_signed_body_that_is_no_event_is_refused(string body) => Assert.IsType<NotificationVerdict.Rejected>(Verify(body, "hook-new"));

    [Fact]
    public void A_body_that_is_not_ascii_is_genuine()
    {
        var body = """{"entity":"event","event":"payment.captured","payload":{"note":"Zoë 医師 😀"}}""";

        Assert.IsType<NotificationVerdict.Accepted>(Verify(body, "hook-new"));
    }

    static NotificationVerdict Verify(string body, string secret) =>
        RazorpayNotifications.Verify(Samples.Razorpay, Hmac.Hex(secret, Bytes(body)), Bytes(body));
}
