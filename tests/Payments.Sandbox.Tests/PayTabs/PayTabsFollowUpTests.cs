namespace Payments.Sandbox.Tests.PayTabs;

public sealed class PayTabsFollowUpTests
{
    [Fact]
    public async Task A_refund_is_a_transaction_of_its_own_that_names_the_sale()
    {
        await using var bench = await PayTabsBench.Open();
        var sale = await bench.PaidPage();
        var refund = await bench.FollowUp("refund", sale, "200.5", "visit-1-r1");
        Assert.Equal(("Refund", "A", sale), (refund["tran_type"], refund["payment_result.response_status"], refund["previous_tran_ref"]));
        Assert.NotEqual(sale, refund["tran_ref"]);
        var found = Assert.Single((await bench.QueryCart("visit-1-r1")).Json.AsArray())!;
        Assert.Equal((refund["tran_ref"], "200.50"), ((string)found["tran_ref"]!, (string)found["cart_amount"]!));
    }

    [Fact]
    public async Task No_more_is_given_back_than_was_paid()
    {
        await using var bench = await PayTabsBench.Open();
        var sale = await bench.PaidPage();
        Assert.Equal("A", (await bench.FollowUp("refund", sale, "300"))["payment_result.response_status"]);
        Assert.Equal("E", (await bench.FollowUp("refund", sale, "201"))["payment_result.response_status"]);
        Assert.Equal("A", (await bench.FollowUp("refund", sale, "200"))["payment_result.response_status"]);
        Assert.Equal("E", (await bench.FollowUp("refund", sale, "0.01"))["payment_result.response_status"]);
    }

    [Fact]
    public async Task A_repeated_refund_is_refused_for_two_minutes_and_then_pays_again()
    {
        await using var bench = await PayTabsBench.Open();
        var sale = await bench.PaidPage();
        await bench.FollowUp("refund", sale, "100", "r1");
        Assert.Equal("4", (await bench.FollowUp("refund", sale, "100", "r1"))["code"]);
        bench.Controls.Advance(Duration.FromSeconds(121));
        Assert.Equal("A", (await bench.FollowUp("refund", sale, "100", "r1"))["payment_result.response_status"]);
    }

    [Fact]
    public async Task A_refund_in_another_currency_is_code_206()
    {
        await using var bench = await PayTabsBench.Open();
        var answer = await bench.FollowUp("refund", await bench.PaidPage(), "100", currency: "USD");
        Assert.Equal((400, "206"), (answer.Status, answer["code"]));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(CheckoutAction.Decline)]
    [InlineData(CheckoutAction.Expire)]
    public async Task Only_a_sale_that_was_paid_is_given_back(CheckoutAction? before)
    {
        await using var bench = await PayTabsBench.Open();
        var page = await bench.OpenPage();
        if (before is { } action) bench.Controls.Checkout(page, action);
        Assert.Equal("2", (await bench.FollowUp("refund", page, "100"))["code"]);
        Assert.Equal(404, (await bench.FollowUp("refund", "TST0", "100")).Status);
    }

    [Fact]
    public async Task A_refund_that_fails_leaves_the_money_to_be_given_back_again()
    {
        await using var bench = await PayTabsBench.Open();
        var sale = await bench.PaidPage();
        bench.Controls.RefundsStayPending("clinic");
        var refund = await bench.FollowUp("refund", sale, "500", "r1");
        Assert.Equal("P", refund["payment_result.response_status"]);
        Assert.Equal("E", (await bench.FollowUp("refund", sale, "1"))["payment_result.response_status"]);
        bench.Controls.SucceedRefund(refund["tran_ref"]!);
        bench.Controls.FailRefund(refund["tran_ref"]!);
        Assert.Equal(("Refund", "D"), await bench.StateOf(refund["tran_ref"]!));
        Assert.Equal("P", (await bench.FollowUp("refund", sale, "500", "r2"))["payment_result.response_status"]);
    }

    [Fact]
    public async Task A_refund_by_hand_is_found_under_the_sales_cart()
    {
        await using var bench = await PayTabsBench.Open();
        var sale = (await bench.CreatePage("c"))["tran_ref"]!;
        bench.Controls.Pay(sale);
        bench.Controls.RefundByHand(sale, new Money(10_000, "AED"));
        var all = (await bench.QueryCart("c")).Json.AsArray();
        Assert.Equal(["Sale", "Refund"], all.Select(one => (string)one!["tran_type"]!));
        Assert.Equal("100.00", (string)all[1]!["tran_total"]!);
        Assert.Throws<SandboxRefusedException>(() => bench.Controls.RefundByHand(sale, new Money(40_001, "AED")));
        Assert.Throws<SandboxRefusedException>(() => bench.Controls.OpenDispute(sale));
    }

    [Fact]
    public async Task An_authorisation_is_captured_up_to_its_amount_or_ended()
    {
        await using var bench = await PayTabsBench.Open();
        var taken = await bench.OpenPage(type: "auth");
        bench.Controls.Pay(taken);
        Assert.Equal(("Auth", "A"), await bench.StateOf(taken));
        Assert.Equal("E", (await bench.FollowUp("capture", taken, "501"))["payment_result.response_status"]);
        var capture = await bench.FollowUp("capture", taken, "500");
        Assert.Equal(("Capture", "A"), (capture["tran_type"], capture["payment_result.response_status"]));
        Assert.Equal("E", (await bench.FollowUp("void", taken, "500"))["payment_result.response_status"]);
        Assert.Equal("A", (await bench.FollowUp("refund", capture["tran_ref"]!, "500"))["payment_result.response_status"]);

        var left = await bench.OpenPage(type: "auth");
        bench.Controls.Pay(left);
        Assert.Equal("A", (await bench.FollowUp("release", left, "500"))["payment_result.response_status"]);
        Assert.Equal("E", (await bench.FollowUp("capture", left, "500"))["payment_result.response_status"]);
        Assert.Equal("2", (await bench.FollowUp("void", await bench.PaidPage(), "500"))["code"]);
    }
}
