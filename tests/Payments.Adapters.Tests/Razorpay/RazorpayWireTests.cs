using System.Text.Json;
using Booking.Contracts;
using Payments.Adapters.Razorpay;
using Payments.Adapters.Wire;
using Xunit;
using static Payments.Adapters.Tests.Samples;

namespace Payments.Adapters.Tests.Razorpay;

public sealed class RazorpayWireTests
{
    [Theory]
    [InlineData("INR", 100)]
    [InlineData("JPY", 1)]
    [InlineData("KWD", 295_990)]
    [InlineData("USD", 20_000)]
    public void An_amount_is_written_in_minor_units_and_read_back_as_it_was(string currency, long minor)
    {
        Assert.Equal(minor, RazorpayAmounts.ToWire(new(minor, currency)));
        Assert.Equal(new Money(minor, currency), RazorpayAmounts.ToMoney(minor, currency));
    }

    [Theory]
    [InlineData("INR", 99)]
    [InlineData("KWD", 99_991)]
    [InlineData("IQD", 10_000)]
    [InlineData("USD", 0)]
    [InlineData("inr", 500)]
    public void What_razorpay_cannot_charge_exactly_is_not_taken(string currency, long minor) =>
        Assert.Null(RazorpayAmounts.ToWire(new(minor, currency)));

    [Fact]
    public void A_part_that_goes_back_may_be_less_than_one_rupee() => Assert.Equal(50, RazorpayAmounts.PartToWire(new(50, "INR")));

    [Fact]
    public void The_request_for_a_link_is_this_body_and_asks_razorpay_to_tell_nobody() => Assert.Equal(
        OneLine(
            """
            {"amount":20000,"currency":"INR","accept_partial":false,"reference_id":"0198f1c27d3a7c4e9b5faabbccddeeff-1",
            "description":"Visit on 3 August, 60 min","expire_by":1785749730,"notify":{"sms":false,"email":false},"reminder_enable":false,
            "notes":{"payment_id":"0198f1c2-7d3a-7c4e-9b5f-aabbccddeeff","attempt":"1"},
            "callback_url":"https://clinic.example/pay/return?p=1","callback_method":"get"}
            """),
        RazorpayRequests.Link(Order(new(20_000, "INR"))));

    [Fact]
    public void The_request_for_a_refund_is_this_body() => Assert.Equal(
        OneLine(
            """
            {"amount":5000,"speed":"normal","receipt":"0198f1c27d3a7c4e9b5faabbccddeeff-1-r1",
            "notes":{"refund_id":"0198f1c27d3a7c4e9b5faabbccddeeff-1-r1","payment_id":"0198f1c2-7d3a-7c4e-9b5f-aabbccddeeff"}}
            """),
        RazorpayRequests.Refund(Refund(new(5_000, "INR"), "pay_1")));

    [Fact]
    public void Our_names_fit_into_forty_characters() =>
        Assert.InRange(new RefundOrder(Operation, Payment, 5, 999, "", new(1, "INR")).Ours.Length, 1, 40);

    [Theory]
    [InlineData(400, "BAD_REQUEST_ERROR", "The payment has been fully refunded already", typeof(GatewayFailure.AlreadyDone))]
    [InlineData(400, "BAD_REQUEST_ERROR", "The total refund amount is greater than the refund payment amount", typeof(GatewayFailure.Permanent))]
    [InlineData(400, "BAD_REQUEST_ERROR", "payment link with given reference_id: x already exists. Please create", typeof(GatewayFailure.AlreadyDone))]
    [InlineData(400, "BAD_REQUEST_ERROR", "Your account does not have enough balance to carry out the refund operation", typeof(GatewayFailure.Declined))]
    [InlineData(400, "BAD_REQUEST_ERROR", "amount is required", typeof(GatewayFailure.Permanent))]
    [InlineData(401, "BAD_REQUEST_ERROR", "Authentication failed", typeof(GatewayFailure.Permanent))]
    [InlineData(409, "BAD_REQUEST_ERROR", "Different request with the same idempotency key", typeof(GatewayFailure.Permanent))]
    [InlineData(409, "BAD_REQUEST_ERROR", "A request with this idempotency key is still in progress", typeof(GatewayFailure.Transient))]
    [InlineData(409, "BAD_REQUEST_ERROR", "of tomorrow", typeof(GatewayFailure.Ambiguous))]
    [InlineData(429, "", "Too many requests", typeof(GatewayFailure.Transient))]
    [InlineData(400, "GATEWAY_ERROR", "bank", typeof(GatewayFailure.Ambiguous))]
    [InlineData(500, "SERVER_ERROR", null, typeof(GatewayFailure.Ambiguous))]
    [InlineData(502, null, null, typeof(GatewayFailure.Ambiguous))]
    public void An_error_is_told_by_its_words_where_status_and_code_say_nothing(int status, string? code, string? description, Type expected) =>
        Assert.IsType(expected, RazorpayErrors.Read(Answer(status, code, description)));

    [Theory]
    [InlineData(409, "still in progress", true)]
    [InlineData(409, "different request with same key", false)]
    [InlineData(400, "amount is required", false)]
    [InlineData(503, null, true)]
    public void Only_what_may_pass_is_sent_again(int status, string? description, bool expected) =>
        Assert.Equal(expected, RazorpayErrors.WorthAgain(Answer(status, "BAD_REQUEST_ERROR", description)));

    [Fact]
    public void The_words_of_an_error_are_not_passed_on() =>
        Assert.DoesNotContain("98765", RazorpayErrors.Read(Answer(400, "BAD_REQUEST_ERROR", "contact +9198765 is invalid")).Detail, StringComparison.Ordinal);

    static WireAnswer Answer(int status, string? code, string? description) =>
        new(reads: false, status, JsonSerializer.SerializeToElement(new { error = new { code, description, field = (string?)null, reason = "NA" } }));
}
