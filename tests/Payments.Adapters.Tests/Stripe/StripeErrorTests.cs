using System.Text.Json;
using Payments.Adapters.Stripe;
using Payments.Adapters.Wire;
using Xunit;

namespace Payments.Adapters.Tests.Stripe;

public sealed class StripeErrorTests
{
    [Theory]
    [InlineData(400, "invalid_request_error", "parameter_unknown", typeof(GatewayFailure.Permanent))]
    [InlineData(400, "invalid_request_error", "invalid_charge_amount_no_decimal_compatible", typeof(GatewayFailure.Permanent))]
    [InlineData(400, "idempotency_error", null, typeof(GatewayFailure.Permanent))]
    [InlineData(400, "invalid_request_error", "charge_already_refunded", typeof(GatewayFailure.AlreadyDone))]
    [InlineData(400, "invalid_request_error", "balance_insufficient", typeof(GatewayFailure.Declined))]
    [InlineData(401, "invalid_request_error", null, typeof(GatewayFailure.Permanent))]
    [InlineData(402, "card_error", "card_declined", typeof(GatewayFailure.Declined))]
    [InlineData(403, "invalid_request_error", null, typeof(GatewayFailure.Permanent))]
    [InlineData(404, "invalid_request_error", "resource_missing", typeof(GatewayFailure.Permanent))]
    [InlineData(409, "idempotency_error", "idempotency_key_in_use", typeof(GatewayFailure.Transient))]
    [InlineData(429, "invalid_request_error", "lock_timeout", typeof(GatewayFailure.Transient))]
    [InlineData(429, "invalid_request_error", "rate_limit", typeof(GatewayFailure.Transient))]
    [InlineData(500, "api_error", null, typeof(GatewayFailure.Ambiguous))]
    [InlineData(302, "api_error", null, typeof(GatewayFailure.Ambiguous))]
    public void An_error_is_one_of_five_outcomes(int status, string type, string? code, Type expected) =>
        Assert.IsType(expected, StripeErrors.Read(Answer(status, type, code)));

    [Fact]
    public void An_error_page_of_somebody_between_leaves_a_doubt() =>
        Assert.IsType<GatewayFailure.Ambiguous>(StripeErrors.Read(new(reads: false, 400, null)));

    [Fact]
    public void A_read_never_leaves_a_doubt() =>
        Assert.IsType<GatewayFailure.Transient>(StripeErrors.Read(new(reads: true, 500, null)));

    [Fact]
    public void Nothing_happened_is_not_said_after_a_send_of_unknown_fate() =>
        Assert.IsType<GatewayFailure.Ambiguous>(StripeErrors.Read(Answer(409, "idempotency_error", "idempotency_key_in_use").WithDoubt(true)));

    [Fact]
    public void The_text_of_an_error_is_not_passed_on_because_it_may_quote_a_key()
    {
        var json =
            JsonElement.Parse("""{"error":{"type":"invalid_request_error","message":"Invalid API Key provided: sk_test_secret","param":"pa\nram"}}""");

        var failure = StripeErrors.Read(new(reads: false, 401, json));

        Assert.Equal("401 invalid_request_error invalid_request_error pa_ram", failure.Detail);
    }

    [Theory]
    [InlineData(500, null, true)]
    [InlineData(409, null, true)]
    [InlineData(429, null, false)]
    [InlineData(400, null, false)]
    [InlineData(429, true, true)]
    [InlineData(500, false, false)]
    public void Stripes_header_says_whether_another_try_makes_sense(int status, bool? header, bool expected) =>
        Assert.Equal(expected, StripeErrors.WorthAgain(new(reads: false, status, null, null, header)));

    static WireAnswer Answer(int status, string type, string? code) => new(
        reads: false, status, JsonElement.Parse($$$"""{"error":{"type":"{{{type}}}","code":{{{(code is null ? "null" : $"\"{code}\"")}}} } }"""));
}
