using System.Text.Json;
using Booking.Contracts;
using NodaTime;
using Payments.Adapters.PayTabs;
using Payments.Adapters.Wire;
using Xunit;
using static Payments.Adapters.Tests.Samples;

namespace Payments.Adapters.Tests.PayTabs;

public sealed class PayTabsWireTests
{
    [Theory]
    [InlineData("AED", 20_000, "200.00")]
    [InlineData("AED", 1, "0.01")]
    [InlineData("JPY", 20_000, "20000")]
    [InlineData("KWD", 295_990, "295.990")]
    [InlineData("AED", 999_999_999_999, "9999999999.99")]
    public void An_amount_is_a_number_with_exactly_the_digits_of_its_currency(string currency, long minor, string wire)
    {
        var body = PayTabsRequests.Page(Samples.PayTabs, Order(new(minor, currency)), Now);

        Assert.Contains($"\"cart_amount\":{wire},", body, StringComparison.Ordinal);
        Assert.Equal(new Money(minor, currency), PayTabsAmounts.ToMoney(wire, currency));
    }

    [Theory]
    [InlineData("AED", 0)]
    [InlineData("AED", 1_000_000_000_000)]
    [InlineData("KWD", 295_991)]
    [InlineData("CLF", 10_000)]
    [InlineData("aed", 100)]
    public void What_paytabs_cannot_charge_exactly_is_not_taken(string currency, long minor) =>
        Assert.Null(PayTabsAmounts.ToWire(new(minor, currency)));

    [Theory]
    [InlineData("12.3", "AED", 1_230L)]
    [InlineData("500.00", "AED", 50_000L)]
    [InlineData("1", "AED", 100L)]
    [InlineData("1.5", "JPY", null)]
    [InlineData("12.345", "AED", null)]
    [InlineData("-1", "AED", null)]
    [InlineData("NaN", "AED", null)]
    [InlineData("1e300", "AED", null)]
    [InlineData(null, "AED", null)]
    public void An_answers_amount_is_compared_as_a_number_not_as_a_text(string? amount, string currency, long? minor) =>
        Assert.Equal(minor is { } value ? new Money(value, currency) : null, PayTabsAmounts.ToMoney(amount, currency));

    [Fact]
    public void The_request_for_a_page_is_this_body_and_its_life_is_cut_to_whole_minutes() => Assert.Equal(
        OneLine(
            """
            {"profile_id":12345,"tran_type":"sale","tran_class":"ecom","cart_id":"0198f1c27d3a7c4e9b5faabbccddeeff-1",
            "cart_description":"Visit on 3 August, 60 min","cart_currency":"AED","cart_amount":200.00,"hide_shipping":true,"paypage_ttl":35,
            "return":"https://clinic.example/pay/return?p=1","callback":"https://clinic.example/hooks/1"}
            """),
        PayTabsRequests.Page(Samples.PayTabs, Order(new(20_000, "AED")), Now));

    [Fact]
    public void A_page_lives_a_minute_at_least() =>
        Assert.Contains("\"paypage_ttl\":1,", PayTabsRequests.Page(Samples.PayTabs, Order(new(20_000, "AED")), Now + Duration.FromHours(2)), StringComparison.Ordinal);

    [Fact]
    public void The_request_for_a_refund_is_this_body_with_a_cart_of_its_own() => Assert.Equal(
        OneLine(
            """
            {"profile_id":12345,"tran_type":"refund","tran_class":"ecom","tran_ref":"TST1","cart_id":"0198f1c27d3a7c4e9b5faabbccddeeff-1-r1",
            "cart_description":"Refund","cart_currency":"AED","cart_amount":50.00}
            """),
        PayTabsRequests.Refund(Samples.PayTabs, Refund(new(5_000, "AED"), "TST1")));

    [Theory]
    [InlineData("https://clinic.example/hooks/1", true)]
    [InlineData("http://clinic.example/hooks/1", false)]
    [InlineData("https://clinic.example:8443/hooks/1", false)]
    [InlineData("https://localhost/hooks/1", false)]
    [InlineData("https://clinic/hooks/1", false)]
    [InlineData("https://127.0.0.1/hooks/1", false)]
    [InlineData("https://192.0.2.7/hooks/1", false)]
    [InlineData("https://[2001:db8::1]/hooks/1", false)]
    public void Addresses_that_paytabs_would_not_call_are_known(string address, bool taken) =>
        Assert.Equal(taken, PayTabsRequests.IsTakenLive(new(address)));

    [Theory]
    [InlineData(401, 1, typeof(GatewayFailure.Permanent))]
    [InlineData(200, 1, typeof(GatewayFailure.Permanent))]
    [InlineData(400, 2, typeof(GatewayFailure.Permanent))]
    [InlineData(409, 4, typeof(GatewayFailure.AlreadyDone))]
    [InlineData(200, 4, typeof(GatewayFailure.AlreadyDone))]
    [InlineData(429, 5, typeof(GatewayFailure.Transient))]
    [InlineData(200, 5, typeof(GatewayFailure.Transient))]
    [InlineData(400, 206, typeof(GatewayFailure.Permanent))]
    [InlineData(500, 400, typeof(GatewayFailure.Ambiguous))]
    [InlineData(400, 400, typeof(GatewayFailure.Ambiguous))]
    [InlineData(400, 999, typeof(GatewayFailure.Permanent))]
    [InlineData(502, 999, typeof(GatewayFailure.Ambiguous))]
    public void The_body_decides_what_an_error_is_and_the_status_only_after_it(int status, int code, Type expected)
    {
        var answer = new WireAnswer(reads: false, status, JsonElement.Parse($$"""{"code":{{code}},"message":"words","trace":"PMNT1"}"""));

        Assert.True(PayTabsErrors.Failed(answer));
        Assert.IsType(expected, PayTabsErrors.Read(answer));
    }

    [Theory]
    [InlineData(200, typeof(GatewayFailure.Ambiguous))]
    [InlineData(429, typeof(GatewayFailure.Transient))]
    [InlineData(403, typeof(GatewayFailure.Permanent))]
    [InlineData(404, typeof(GatewayFailure.Ambiguous))]
    [InlineData(504, typeof(GatewayFailure.Ambiguous))]
    public void Without_a_body_the_status_decides_with_doubt(int status, Type expected) =>
        Assert.IsType(expected, PayTabsErrors.Read(new(reads: false, status, null)));

    [Fact]
    public void Each_region_has_its_host_and_no_other_region_has_any()
    {
        Assert.Equal(10, PayTabsRegions.Names.Select(PayTabsRegions.AddressOf).Distinct().Count());
        Assert.Equal(new("https://secure.paytabs.sa/"), PayTabsRegions.AddressOf("SAU"));
        Assert.Null(PayTabsRegions.AddressOf("XXX"));
    }
}
