using System.Globalization;
using NodaTime;
using Payments.Adapters.Stripe;
using Xunit;
using static Payments.Adapters.Tests.Samples;

namespace Payments.Adapters.Tests.Stripe;

public sealed class StripeSignatureTests
{
    const string Body = """{"id":"evt_1","object":"event","livemode":false,"type":"refund.updated","data":{"object":{}}}""";

    [Theory]
    [InlineData("stripe-1")]
    [InlineData("stripe-2")]
    public void Signatures_of_stripes_own_tests_are_accepted(string id)
    {
        var vector = Vectors.Of("stripe", id);
        var time = vector.GetProperty("t").GetInt64();
        var header = $"t={time},v1={vector.Get("v1")},v0=decoy";

        Assert.Null(StripeSignature.Refusal([vector.Get("secret")], header, vector.Bytes("payload_b64"), Instant.FromUnixTimeSeconds(time)));
    }

    [Theory]
    [InlineData("t=,v1=abc")]
    [InlineData("t,v1=,v0=")]
    [InlineData("t,v1=,v0")]
    [InlineData("t,v1=,")]
    [InlineData("t,,")]
    [InlineData(",,")]
    [InlineData("t")]
    [InlineData("")]
    [InlineData("t=1785747600")]
    [InlineData("v1=abc")]
    [InlineData("t=99999999999999999999,v1=abc")]
    [InlineData("t=-1,v1=abc")]
    [InlineData("t= 1 2,v1=abc")]
    public void A_malformed_header_is_refused_without_a_crash(string header) =>
        Assert.Equal("malformed signature header", StripeSignature.Refusal(["whsec_new"], header, Bytes(Body), Now));

    [Theory]
    [InlineData(-301, "signed at another time")]
    [InlineData(-300, null)]
    [InlineData(300, null)]
    [InlineData(301, "signed at another time")]
    public void A_signature_is_good_for_five_minutes_into_the_past_and_into_the_future(int seconds, string? refusal) =>
        Assert.Equal(refusal, StripeSignature.Refusal(["whsec_new"], StripeHeader("whsec_new", Body, Now), Bytes(Body), Now - Duration.FromSeconds(seconds)));

    [Fact]
    public void While_a_secret_is_replaced_either_is_enough_and_a_third_is_not()
    {
        Assert.Null(StripeSignature.Refusal(Samples.Stripe.WebhookSecrets, StripeHeader("whsec_old", Body, Now), Bytes(Body), Now));
        Assert.Null(StripeSignature.Refusal(["whsec_old"], Rolled(), Bytes(Body), Now));
        Assert.Equal("wrong signature", StripeSignature.Refusal(Samples.Stripe.WebhookSecrets, StripeHeader("whsec_third", Body, Now), Bytes(Body), Now));

        string Rolled() => StripeHeader("whsec_new", Body, Now) + StripeHeader("whsec_old", Body, Now)[$"t={Now.ToUnixTimeSeconds()}".Length..];
    }

    [Fact]
    public void A_signature_under_another_scheme_does_not_count()
    {
        var header = StripeHeader("whsec_new", Body, Now).Replace("v1=", "v0=", StringComparison.Ordinal) + ",v1=00";

        Assert.Equal("wrong signature", StripeSignature.Refusal(["whsec_new"], header, Bytes(Body), Now));
    }

    [Fact]
    public void The_bytes_of_a_body_that_is_not_ascii_are_what_is_signed()
    {
        const string body = """{"name":"Zoë 医師 😀"}""";

        Assert.Null(StripeSignature.Refusal(["whsec_new"], StripeHeader("whsec_new", body, Now), Bytes(body), Now));
        Assert.NotNull(StripeSignature.Refusal(["whsec_new"], StripeHeader("whsec_new", body, Now), Bytes(body.Replace("ë", "e", StringComparison.Ordinal)), Now));
    }

    [Fact]
    public void An_empty_secret_signs_nothing() =>
        Assert.Equal("wrong signature", StripeSignature.Refusal([""], StripeHeader("", Body, Now), Bytes(Body), Now));

    [Fact]
    public void The_time_is_part_of_what_is_signed()
    {
        var header = StripeHeader("whsec_new", Body, Now);
        var moved =
            header.Replace(Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), $"{Now.ToUnixTimeSeconds() + 1}", StringComparison.Ordinal);

        Assert.Equal("wrong signature", StripeSignature.Refusal(["whsec_new"], moved, Bytes(Body), Now));
    }
}
