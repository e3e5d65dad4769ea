using Payments.Adapters.PayTabs;
using Payments.Adapters.Wire;
using Xunit;
using static Payments.Adapters.Tests.Samples;

namespace Payments.Adapters.Tests.PayTabs;

public sealed class PayTabsSignatureTests
{
    [Fact]
    public void The_return_of_paytabs_own_article_is_accepted_also_with_a_parameter_of_ours_before_it()
    {
        var vector = Vectors.Of("paytabs", "pt-return-official");

        Assert.True(PayTabsReturn.IsSigned([vector.Get("server_key")], vector.Get("form")));
        Assert.True(PayTabsReturn.IsSigned([vector.Get("server_key")], "p=1&" + vector.Get("form")));
        Assert.True(PayTabsReturn.IsSigned(["newer", vector.Get("server_key")], vector.Get("form")));
        Assert.False(PayTabsReturn.IsSigned([vector.Get("server_key")], vector.Get("form").Replace("respStatus=A", "respStatus=D", StringComparison.Ordinal)));
        Assert.False(PayTabsReturn.IsSigned(["another"], vector.Get("form")));
    }

    [Theory]
    [InlineData("a b", "a+b")]
    [InlineData("a~b", "a%7Eb")]
    [InlineData("a*b", "a%2Ab")]
    [InlineData("Zoë 医", "Zo%C3%AB+%E5%8C%BB")]
    [InlineData("😀", "%F0%9F%98%80")]
    [InlineData("-_.", "-_.")]
    [InlineData("(!')@/", "%28%21%27%29%40%2F")]
    public void A_value_is_encoded_as_php_does(string value, string encoded) =>
        Assert.Equal($"respMessage={encoded}", PayTabsReturn.Query(new() { ["respMessage"] = value }, dropZero: false, tilde: false));

    [Fact]
    public void Fields_are_sorted_by_their_bytes_and_empty_ones_left_out() => Assert.Equal(
        "Z=1&a=0&b=2",
        PayTabsReturn.Query(new() { ["b"] = "2", ["a"] = "0", ["Z"] = "1", ["c"] = "" }, dropZero: false, tilde: false));

    [Theory]
    [InlineData("respCode=0&respMessage=x~y", "respCode=0&respMessage=x%7Ey")]
    [InlineData("respCode=0&respMessage=x~y", "respMessage=x%7Ey")]
    [InlineData("respCode=0&respMessage=x~y", "respCode=0&respMessage=x~y")]
    public void A_signer_that_drops_zero_or_keeps_the_tilde_is_understood(string form, string signed) =>
        Assert.True(PayTabsReturn.IsSigned(["key"], $"{form}&signature={Hmac.Hex("key", Bytes(signed))}"));

    [Theory]
    [InlineData("respStatus=E")]
    [InlineData("respStatus=E&signature=")]
    [InlineData("respStatus=E&signature=null")]
    [InlineData("")]
    [InlineData("&&=&%zz=%")]
    public void A_return_without_a_signature_is_just_not_signed(string form) => Assert.False(PayTabsReturn.IsSigned(["key"], form));

    [Fact]
    public void A_callback_and_an_ipn_about_the_same_thing_are_one_notification()
    {
        var callback = Sale(""" "merchant_id":1 """);
        var ipn = Sale(""" "ipn_trace":"IPNS1" """);

        Assert.Equal(Assert.IsType<NotificationVerdict.Accepted>(Verify(callback)), Verify(ipn));
        Assert.NotEqual(Verify(callback), Verify(callback.Replace("\"A\"", "\"H\"", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_notification_names_our_payment_and_the_sale()
    {
        var verdict = Assert.IsType<NotificationVerdict.Accepted>(Verify(Sale("\"x\":1")));

        Assert.Equal((Payment, "TST1"), (verdict.Payment, verdict.Capture));
    }

    [Fact]
    public void A_refund_names_the_sale_that_it_follows()
    {
        var body =
            """{"tran_ref":"TST2","previous_tran_ref":"TST1","tran_type":"Refund","cart_id":"by hand","payment_result":{"response_status":"A"}}""";

        var verdict = Assert.IsType<NotificationVerdict.Accepted>(Verify(body));

        Assert.Equal((null, "TST1"), (verdict.Payment, verdict.Capture));
    }

    [Fact]
    public void A_notification_of_another_profile_is_not_this_accounts() =>
        Assert.Equal(new NotificationVerdict.Rejected("of another profile"), Verify(Sale("\"profile_id\":999")));

    [Fact]
    public void An_empty_body_which_paytabs_sends_to_plain_http_is_refused_quietly() => Assert.IsType<NotificationVerdict.Rejected>(Verify(""));

    [Fact]
    public void Either_key_counts_while_one_is_replaced()
    {
        var body = Bytes(Sale("\"x\":1"));

        Assert.IsType<NotificationVerdict.Accepted>(PayTabsNotifications.Verify(Samples.PayTabs, Hmac.Hex("paytabs-earlier", body), body));
        Assert.IsType<NotificationVerdict.Rejected>(PayTabsNotifications.Verify(Samples.PayTabs, Hmac.Hex("another", body), body));
        Assert.IsType<NotificationVerdict.Rejected>(PayTabsNotifications.Verify(Samples.PayTabs, Hmac.Hex("paytabs-secret", body).ToUpperInvariant(), body));
        Assert.IsType<NotificationVerdict.Rejected>(PayTabsNotifications.Verify(Samples.PayTabs, null, body));
    }

    static string Sale(string more) =>
        $$$"""{"tran_ref":"TST1","tran_type":"Sale","cart_id":"{{{Payment:N}}}-1",{{{more}}},"note":"Zoë 医師","payment_result":{"response_status":"A"} }""";

    static NotificationVerdict Verify(string body) =>
        PayTabsNotifications.Verify(Samples.PayTabs, Hmac.Hex("paytabs-secret", Bytes(body)), Bytes(body));
}
