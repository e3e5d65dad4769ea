using System.Text.Json;
using Booking.Contracts;
using Payments.Adapters.PayTabs;
using Xunit;
using static Payments.Adapters.Tests.Samples;

namespace Payments.Adapters.Tests.PayTabs;

public sealed class PayTabsAnswerTests
{
    [Theory]
    [InlineData(CheckoutStatus.Pending, "Payment Request-P")]
    [InlineData(CheckoutStatus.Expired, "Payment Request-X")]
    [InlineData(CheckoutStatus.Failed, "Payment Request-C")]
    [InlineData(CheckoutStatus.Processing, "Sale-P")]
    [InlineData(CheckoutStatus.Processing, "Sale-H")]
    [InlineData(CheckoutStatus.Processing, "Sale-?")]
    [InlineData(CheckoutStatus.Processing, "Auth-A")]
    [InlineData(CheckoutStatus.Failed, "Sale-D")]
    [InlineData(CheckoutStatus.Failed, "sale-e")]
    [InlineData(CheckoutStatus.Failed, "Sale-V")]
    [InlineData(CheckoutStatus.Expired, "Sale-X")]
    [InlineData(CheckoutStatus.Paid, "Sale-A")]
    [InlineData(CheckoutStatus.Paid, "SALE-a")]
    [InlineData(CheckoutStatus.Paid, "Payment Request-X", "Sale-A")]
    [InlineData(CheckoutStatus.Paid, "Sale-A", "Sale-D")]
    [InlineData(CheckoutStatus.Processing, "Payment Request-P", "Sale-H")]
    [InlineData(CheckoutStatus.Pending, "Payment Request-P", "Sale-D")]
    [InlineData(CheckoutStatus.Paid, "Sale-A", "Refund-A")]
    public void Of_all_transactions_of_a_page_the_one_that_says_most_counts_and_only_A_is_paid(CheckoutStatus expected, params string[] transactions)
    {
        var page = transactions.Select((one, number) => One(one.Split('-')[0], one.Split('-')[1], $"T{number}", "T0")).ToList();

        Assert.Equal(expected, PayTabsAnswers.Snapshot(null, page, [])?.Status);
    }

    [Fact]
    public void What_was_charged_counts_not_what_the_cart_said()
    {
        var sale = JsonElement.Parse(
            $$$"""
            {"tran_ref":"T1","tran_type":"Sale","cart_id":"{{{Payment:N}}}-1","cart_amount":"200.00","cart_currency":"AED","tran_total":54.45,"tran_currency":"USD",
             "profileId":12345,"payment_result":{"response_status":"A"} }
            """);

        Assert.Equal(
            new CaptureSnapshot("T1", new Money(5_445, "USD"), new Money(0, "USD"), DisputeStatus.None, Payment, "12345", null),
            Assert.Single(PayTabsAnswers.Snapshot("page", [sale], [])!.Captures));
    }

    [Fact]
    public void Money_that_went_back_is_counted_once_for_ours_and_by_hand_and_not_when_it_failed()
    {
        var hand = One("Refund", "A", "R1", "T1");
        var snapshot = PayTabsAnswers.Snapshot(
            null, [One("Sale", "A", "T1", null), hand], [One("Refund", "P", "R2", "T1"), One("Refund", "D", "R3", "T1"), One("Refund", "A", "R4", "other"), hand]);

        Assert.Equal(new Money(40_000, "AED"), Assert.Single(snapshot!.Captures).Refunded);
    }

    [Theory]
    [InlineData("A", RefundStatus.Succeeded)]
    [InlineData("P", RefundStatus.Pending)]
    [InlineData("?", RefundStatus.Pending)]
    [InlineData("D", RefundStatus.Failed)]
    [InlineData("E", RefundStatus.Failed)]
    public void A_refund_is_read_as_it_stands(string status, RefundStatus expected) =>
        Assert.Equal(expected, PayTabsAnswers.Refund(One("Refund", status, "R1", "T1"))?.Status);

    [Fact]
    public void A_query_answers_a_list_or_one()
    {
        Assert.Equal(2, PayTabsAnswers.Transactions(JsonElement.Parse("""[{"tran_ref":"a"},{"tran_ref":"b"},7]""")).Count);
        Assert.Single(PayTabsAnswers.Transactions(JsonElement.Parse("""{"tran_ref":"a"}""")));
        Assert.Empty(PayTabsAnswers.Transactions(JsonElement.Parse("[]")));
    }

    static JsonElement One(string type, string status, string id, string? previous) => JsonSerializer.SerializeToElement(new
    {
        tran_ref = id,
        previous_tran_ref = previous,
        tran_type = type,
        cart_id = $"{Payment:N}-1",
        cart_amount = "200.00",
        cart_currency = "AED",
        payment_result = new { response_status = status },
    });
}
