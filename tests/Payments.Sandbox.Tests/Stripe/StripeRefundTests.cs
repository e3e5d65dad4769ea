namespace Payments.Sandbox.Tests;

public sealed class StripeRefundTests
{
    [Fact]
    public async Task Not_more_than_is_left_goes_back()
    {
        await using var bench = await StripeBench.Start();
        var intent = await bench.Paid();
        Assert.Equal(200, (await bench.Refund(intent, 15_000)).Status);
        Assert.Equal(400, (await bench.Refund(intent, 5_001)).Status);
        Assert.Equal(5_000, (await bench.Refund(intent)).Body!["amount"]!.GetValue<int>());
        Assert.Equal("charge_already_refunded", (await bench.Refund(intent)).Error);
        Assert.Equal((20_000, true), await Charge(bench, intent));
        Assert.Equal(2, (await bench.Get($"/v1/refunds?payment_intent={intent}")).Body!["data"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_refund_that_succeeded_can_fail_and_the_money_is_there_again()
    {
        await using var bench = await StripeBench.Start();
        var intent = await bench.Paid();
        var refund = (await bench.Refund(intent)).Id;
        bench.Controls.FailRefund(refund);
        Assert.Equal(("failed", "expired_or_canceled_card"), await State(bench, refund));
        Assert.Equal((0, false), await Charge(bench, intent));
        Assert.Equal(200, (await bench.Refund(intent)).Status);
        await bench.Controls.Settled();
        Assert.Contains("refund.failed", bench.Types);
        Assert.Throws<SandboxRefusedException>(() => bench.Controls.SucceedRefund(refund));
    }

    [Fact]
    public async Task Refunds_stay_pending_where_it_is_asked()
    {
        await using var bench = await StripeBench.Start();
        bench.Controls.RefundsStayPending("clinic");
        var refund = (await bench.Refund(await bench.Paid())).Id;
        Assert.Equal(("pending", null), await State(bench, refund));
        bench.Controls.SucceedRefund(refund);
        Assert.Equal(("succeeded", null), await State(bench, refund));
    }

    [Fact]
    public async Task A_refund_by_hand_counts_like_any_other()
    {
        await using var bench = await StripeBench.Start();
        var intent = await bench.Paid();
        bench.Controls.RefundByHand(intent, new Money(5_000, "USD"));
        Assert.Equal((5_000, false), await Charge(bench, intent));
        await bench.Controls.Settled();
        Assert.Contains("charge.refunded", bench.Types);
    }

    [Fact]
    public async Task What_is_disputed_or_unpaid_is_not_refunded()
    {
        await using var bench = await StripeBench.Start();
        var intent = await bench.Paid();
        bench.Controls.OpenDispute(intent);
        Assert.Equal("charge_disputed", (await bench.Refund(intent)).Error);
        bench.Controls.WinDispute(intent);
        Assert.Equal(200, (await bench.Refund(intent)).Status);
        Assert.Throws<SandboxRefusedException>(() => bench.Controls.LoseDispute(intent));

        var declined = await bench.Open();
        bench.Controls.Decline(declined);
        Assert.Equal(400, (await bench.Refund((await bench.Session(declined))["payment_intent"]!.GetValue<string>())).Status);
        Assert.Equal((404, "resource_missing"), (await bench.Refund("pi_unknown")) is var unknown ? (unknown.Status, unknown.Error) : default);
    }

    [Theory]
    [InlineData(PaymentAction.WinDispute, "won")]
    [InlineData(PaymentAction.LoseDispute, "lost")]
    public async Task A_dispute_is_found_by_its_charge_and_ends_one_way_or_the_other(PaymentAction end, string status)
    {
        await using var bench = await StripeBench.Start();
        var intent = await bench.Paid();
        bench.Controls.OpenDispute(intent);
        var list = await bench.Get($"/v1/disputes?payment_intent={intent}");
        Assert.Equal("needs_response", list.Body!["data"]![0]!["status"]!.GetValue<string>());
        bench.Controls.Payment(intent, end);
        var charge = list.Body["data"]![0]!["charge"]!.GetValue<string>();
        Assert.Equal(status, (await bench.Get($"/v1/disputes?charge={charge}")).Body!["data"]![0]!["status"]!.GetValue<string>());
    }

    static async Task<(int Refunded, bool All)> Charge(StripeBench bench, string intent)
    {
        var charge = (await bench.Get($"/v1/payment_intents/{intent}?expand[]=latest_charge")).Body!["latest_charge"]!;
        return (charge["amount_refunded"]!.GetValue<int>(), charge["refunded"]!.GetValue<bool>());
    }

    static async Task<(string? Status, string? Failure)> State(StripeBench bench, string refund)
    {
        var body = (await bench.Get($"/v1/refunds/{refund}")).Body!;
        return (body["status"]?.GetValue<string>(), body["failure_reason"]?.GetValue<string>());
    }
}
