using FsCheck;
using FsCheck.Fluent;
using Payments.Adapters.PayTabs;
using Payments.Adapters.Razorpay;
using Payments.Adapters.Stripe;
using Payments.Adapters.Wire;
using Xunit;
using static Payments.Adapters.Tests.Samples;

namespace Payments.Adapters.Tests;

/// <summary>Anybody can send anything to an address that notifications come to.</summary>
public sealed class HostileInputTests
{
    [Fact]
    public void No_header_and_no_body_whatever_crashes_a_verification_or_passes_it() =>
        Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<string?>(), ArbMap.Default.ArbFor<byte[]?>(), (text, bytes) =>
        {
            var body = bytes ?? [];
            foreach (var header in new[] { text, $"t={text},v1={text}", $"t={Now.ToUnixTimeSeconds()},v1={text}", $",=,{text}=t=v1=" })
            {
                Assert.IsType<NotificationVerdict.Rejected>(StripeNotifications.Verify(Samples.Stripe, header, body, Now));
                Assert.IsType<NotificationVerdict.Rejected>(RazorpayNotifications.Verify(Samples.Razorpay, header, body));
                Assert.IsType<NotificationVerdict.Rejected>(PayTabsNotifications.Verify(Samples.PayTabs, header, body));
                Assert.False(RazorpayNotifications.IsReturnSigned(Samples.Razorpay, $"razorpay_signature={header}"));
                Assert.False(PayTabsReturn.IsSigned(["key"], $"signature={header}"));
            }
        }));

    [Fact]
    public void A_body_that_is_signed_is_read_without_a_crash_whatever_it_holds() =>
        Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), body =>
        {
            RazorpayNotifications.Verify(Samples.Razorpay, Hmac.Hex("hook-new", body), body);
            PayTabsNotifications.Verify(Samples.PayTabs, Hmac.Hex("paytabs-secret", body), body);
        }));

    [Theory]
    [InlineData("null")]
    [InlineData("5")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"\ud800":1,"entity":"event","object":"event"}""")]
    [InlineData("""{"entity":"event","event":"payment.captured","payload":[1]}""")]
    [InlineData("""{"entity":"event","event":"payment.captured","payload":{"payment":5,"refund":null}}""")]
    [InlineData("""{"object":"event","id":"evt_1","type":"refund.created","livemode":false,"data":{"object":[1]}}""")]
    [InlineData("""{"object":"event","id":"\ud800","type":"refund.created","livemode":false,"data":5}""")]
    [InlineData("""{"tran_ref":"\udc00","tran_type":5,"payment_result":[]}""")]
    public void Json_of_another_shape_than_documented_is_read_without_a_crash_when_it_is_signed(string json)
    {
        var body = Samples.Bytes(json);

        StripeNotifications.Verify(Samples.Stripe, Samples.StripeHeader("whsec_new", json, Now), body, Now);
        RazorpayNotifications.Verify(Samples.Razorpay, Hmac.Hex("hook-new", body), body);
        PayTabsNotifications.Verify(Samples.PayTabs, Hmac.Hex("paytabs-secret", body), body);
    }

    [Fact]
    public void A_code_that_reaches_a_log_is_short_and_of_plain_letters() =>
        Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<string?>(), text =>
            Assert.Matches("^[A-Za-z0-9_. -]{1,64}$", Names.Code(text, "none"))));

    [Fact]
    public void An_account_prints_its_kind_and_id_alone()
    {
        foreach (var account in new GatewayAccount[] { Samples.Stripe, Samples.Razorpay, Samples.PayTabs, Samples.Manual })
            Assert.Equal($"{account.GetType().Name} {account.Id}", account.ToString());
    }
}
