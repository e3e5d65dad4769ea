namespace Payments.Sandbox.Tests.Razorpay;

public sealed class RazorpayRefundFateTests
{
    [Fact]
    public async Task A_refund_that_fails_after_success_puts_the_money_back()
    {
        await using var bench = await RazorpayBench.Open();
        var (_, payment) = await bench.PaidLink();
        var refund = (await bench.Refund(payment, """{"amount":20000}"""))["id"]!;
        bench.Controls.FailRefund(refund);
        Assert.Equal("failed", (await bench.Get("/v1/refunds/" + refund))["status"]);
        var read = await bench.Get("/v1/payments/" + payment);
        Assert.Equal(("0", null, "captured"), (read["amount_refunded"], read["refund_status"], read["status"]));
        Assert.Throws<SandboxRefusedException>(() => bench.Controls.SucceedRefund(refund));
    }

    [Fact]
    public async Task A_refund_stays_pending_when_it_is_told_to()
    {
        await using var bench = await RazorpayBench.Open();
        var (_, payment) = await bench.PaidLink();
        bench.Controls.RefundsStayPending("clinic");
        var refund = (await bench.Refund(payment))["id"]!;
        Assert.Equal("pending", (await bench.Get("/v1/refunds/" + refund))["status"]);
        bench.Controls.SucceedRefund(refund);
        Assert.Equal("processed", (await bench.Get("/v1/refunds/" + refund))["status"]);
    }
}
