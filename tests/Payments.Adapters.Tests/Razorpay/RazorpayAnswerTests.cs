using System.Text.Json;
using Booking.Contracts;
using Payments.Adapters.Razorpay;
using Xunit;
using static Payments.Adapters.Tests.Samples;

namespace Payments.Adapters.Tests.Razorpay;

public sealed class RazorpayAnswerTests
{
    [Theory]
    [InlineData("created", CheckoutStatus.Pending)]
    [InlineData("created", CheckoutStatus.Pending, "failed")]
    [InlineData("created", CheckoutStatus.Processing, "failed", "authorized")]
    [InlineData("expired", CheckoutStatus.Processing, "authorized")]
    [InlineData("expired", CheckoutStatus.Expired)]
    [InlineData("cancelled", CheckoutStatus.Expired, "failed")]
    [InlineData("partially_paid", CheckoutStatus.Processing)]
    [InlineData("paid", CheckoutStatus.Processing)]
    [InlineData("of tomorrow", CheckoutStatus.Processing)]
    [InlineData("created", CheckoutStatus.Paid, "captured", "failed")]
    [InlineData("expired", CheckoutStatus.Paid, "failed", "captured")]
    [InlineData("paid", CheckoutStatus.Paid, "refunded")]
    public void A_link_is_paid_when_any_payment_is_captured_whatever_it_and_the_others_say(string link, CheckoutStatus expected, params string[] payments)
    {
        var read = payments.Select((status, number) => PaymentOf($"pay_{number}", status)).ToList();

        Assert.Equal(expected, RazorpayAnswers.Snapshot(Link(link), read, _ => DisputeStatus.None)?.Status);
    }

    [Fact]
    public void A_second_captured_attempt_is_seen_beside_the_first()
    {
        var snapshot = RazorpayAnswers.Snapshot(
            Link("paid"), [PaymentOf("pay_1", "captured"), PaymentOf("pay_2", "captured")], id => id == "pay_2" ? DisputeStatus.Open : DisputeStatus.None);

        Assert.Equal(
            [
                new("pay_1", new Money(20_000, "INR"), new Money(500, "INR"), DisputeStatus.None, Payment, null, null),
                new CaptureSnapshot("pay_2", new Money(20_000, "INR"), new Money(500, "INR"), DisputeStatus.Open, Payment, null, null),
            ],
            snapshot!.Captures);
    }

    [Theory]
    [InlineData("false", CheckoutStatus.Pending)]
    [InlineData("true", CheckoutStatus.Paid)]
    public void Money_that_went_back_by_itself_and_was_never_captured_is_no_payment(string captured, CheckoutStatus expected)
    {
        var payment = JsonElement.Parse(
            $$"""{"id":"pay_1","status":"refunded","captured":{{captured}},"amount":20000,"amount_refunded":20000,"currency":"INR","notes":[]}""");

        Assert.Equal(expected, RazorpayAnswers.Snapshot(Link("created"), [payment], _ => DisputeStatus.None)?.Status);
    }

    [Fact]
    public void A_link_is_found_among_others_by_its_reference_even_where_the_filter_is_not_honoured()
    {
        var list = JsonElement.Parse("""{"payment_links":[{"id":"plink_other","reference_id":"x"},{"id":"plink_1","reference_id":"ours"}]}""");

        Assert.Equal("plink_1", RazorpayAnswers.LinkOf(list, "ours")?.GetProperty("id").GetString());
        Assert.Null(RazorpayAnswers.LinkOf(list, "absent"));
    }

    [Theory]
    [InlineData("processed", RefundStatus.Succeeded)]
    [InlineData("pending", RefundStatus.Pending)]
    [InlineData("created", RefundStatus.Pending)]
    [InlineData("failed", RefundStatus.Failed)]
    public void A_refund_is_found_by_its_receipt_or_its_note_and_read_as_it_stands(string status, RefundStatus expected)
    {
        var refund = $$"""{"id":"rfnd_1","amount":500,"currency":"INR","status":"{{status}}","receipt":"ours","notes":[]}""";
        var noted = """{"id":"rfnd_2","amount":500,"currency":"INR","status":"failed","receipt":null,"notes":{"refund_id":"noted"}}""";
        var list = JsonElement.Parse($$"""{"items":[{{refund}},{{noted}}]}""");

        Assert.Equal(new RefundSnapshot("rfnd_1", expected, new(500, "INR"), status), RazorpayAnswers.Refund(RazorpayAnswers.Ours(list, "ours")!.Value));
        Assert.Equal("rfnd_2", RazorpayAnswers.Ours(list, "noted")?.GetProperty("id").GetString());
        Assert.Null(RazorpayAnswers.Ours(list, "absent"));
    }

    [Fact]
    public void The_newest_dispute_of_a_payment_counts()
    {
        var list =
            JsonElement.Parse("""{"items":[{"payment_id":"a","status":"won"},{"payment_id":"a","status":"open"},{"payment_id":"b","status":"lost"}]}""");

        Assert.Equal(new Dictionary<string, DisputeStatus> { ["a"] = DisputeStatus.Won, ["b"] = DisputeStatus.Lost }, RazorpayAnswers.Disputes(list));
    }

    static JsonElement Link(string status) =>
        JsonElement.Parse($$"""{"id":"plink_1","status":"{{status}}","reference_id":"{{Order(new(20_000, "INR")).Key.Ours}}","notes":[]}""");

    static JsonElement PaymentOf(string id, string status) =>
        JsonElement.Parse($$"""{"id":"{{id}}","status":"{{status}}","amount":20000,"currency":"INR","amount_refunded":500,"base_amount":1,"base_currency":"USD","notes":[]}""");
}
