namespace Payments.Sandbox.Tests.PayTabs;

public sealed class PayTabsPayerTests
{
    [Theory]
    [InlineData(CheckoutAction.Pay, "Sale", "A")]
    [InlineData(CheckoutAction.Decline, "Sale", "D")]
    [InlineData(CheckoutAction.Cancel, "Sale", "C")]
    [InlineData(CheckoutAction.Expire, "Payment Request", "X")]
    public async Task A_page_ends_with_its_one_attempt(CheckoutAction action, string type, string status)
    {
        await using var bench = await PayTabsBench.Open();
        var page = await bench.OpenPage();
        Assert.Equal(("Payment Request", "P"), await bench.StateOf(page));
        bench.Controls.Checkout(page, action);
        Assert.Equal((type, status), await bench.StateOf(page));
        Assert.Throws<SandboxRefusedException>(() => bench.Controls.Pay(page));
    }

    [Theory]
    [InlineData("", 20)]
    [InlineData(",\"paypage_ttl\":1", 1)]
    public async Task A_page_lives_for_its_minutes(string field, int minutes)
    {
        await using var bench = await PayTabsBench.Open();
        var page = await bench.OpenPage(field);
        bench.Controls.Advance(Duration.FromMinutes(minutes) - Duration.FromSeconds(20));
        Assert.Equal(("Payment Request", "P"), await bench.StateOf(page));
        bench.Controls.Advance(Duration.FromSeconds(20));
        Assert.Equal(("Payment Request", "X"), await bench.StateOf(page));
    }

    [Fact]
    public async Task A_lifetime_of_no_minute_is_refused()
    {
        await using var bench = await PayTabsBench.Open();
        Assert.Equal("2", (await bench.CreatePage("c", more: ",\"paypage_ttl\":0"))["code"]);
    }

    [Fact]
    public async Task Money_by_a_slow_method_comes_under_another_reference()
    {
        await using var bench = await PayTabsBench.Open();
        var page = (await bench.CreatePage("c"))["tran_ref"]!;
        bench.Controls.Hold(page);
        bench.Controls.Advance(Duration.FromMinutes(30));
        bench.Controls.Settle(page);
        Assert.Equal(("Payment Request", "P"), await bench.StateOf(page));
        var all = (await bench.QueryCart("c")).Json.AsArray();
        Assert.Equal(2, all.Count);
        Assert.Equal(("Sale", "A"), ((string)all[1]!["tran_type"]!, (string)all[1]!["payment_result"]!["response_status"]!));
        Assert.Equal(page, (string)all[1]!["previous_tran_ref"]!);
    }

    [Fact]
    public async Task A_payment_under_review_is_on_hold_under_the_pages_own_reference()
    {
        await using var bench = await PayTabsBench.Open(merchant => merchant with { ReviewsPayments = true });
        var page = await bench.OpenPage();
        bench.Controls.Hold(page);
        Assert.Equal(("Sale", "H"), await bench.StateOf(page));
        bench.Controls.Settle(page);
        Assert.Equal(("Sale", "A"), await bench.StateOf(page));
    }

    [Fact]
    public async Task A_slow_payment_that_fails_takes_the_page_with_it()
    {
        await using var bench = await PayTabsBench.Open();
        var page = (await bench.CreatePage("c"))["tran_ref"]!;
        bench.Controls.Hold(page);
        bench.Controls.Fail(page);
        Assert.Equal(["D", "D"], (await bench.QueryCart("c")).Json.AsArray().Select(one => (string)one!["payment_result"]!["response_status"]!));
    }

    [Fact]
    public async Task Money_may_come_after_the_page_has_run_out()
    {
        await using var bench = await PayTabsBench.Open();
        var page = (await bench.CreatePage("c"))["tran_ref"]!;
        bench.Controls.Expire(page);
        bench.Controls.LateCapture(page);
        Assert.Equal(["X", "A"], (await bench.QueryCart("c")).Json.AsArray().Select(one => (string)one!["payment_result"]!["response_status"]!));
    }

    [Fact]
    public async Task A_lying_provider_says_paid_with_another_total_than_the_cart()
    {
        await using var bench = await PayTabsBench.Open();
        var page = await bench.OpenPage();
        bench.Controls.PayWrong(page, new Money(12_345, "USD"));
        var read = await bench.Query(page);
        Assert.Equal("9001", read["profileId"]);
        Assert.Equal(
            ("500.00", "AED", "123.45", "USD", "A"),
            (read["cart_amount"], read["cart_currency"], read["tran_total"], read["tran_currency"], read["payment_result.response_status"]));
    }

    [Fact]
    public async Task An_unknown_transaction_is_not_found_and_an_unknown_cart_is_empty()
    {
        await using var bench = await PayTabsBench.Open();
        Assert.Equal(404, (await bench.Query("TST0")).Status);
        Assert.Equal("[]", (await bench.QueryCart("c")).Text);
    }

    [Fact]
    public async Task A_cart_may_be_told_not_to_list_a_page_before_it_is_paid_on()
    {
        await using var bench = await PayTabsBench.Open(merchant => merchant with { HidesOpenPages = true });
        var page = (await bench.CreatePage("c"))["tran_ref"]!;
        Assert.Equal("[]", (await bench.QueryCart("c")).Text);
        Assert.Equal(("Payment Request", "P"), await bench.StateOf(page));
        bench.Controls.Pay(page);
        Assert.Single((await bench.QueryCart("c")).Json.AsArray());
    }

    [Fact]
    public async Task A_restart_forgets_nothing()
    {
        var file = Path.Combine(Path.GetTempPath(), Guid.NewGuid() + ".json");
        string page;
        await using (var before = await PayTabsBench.Open(options: new SandboxOptions { StateFile = file }))
        {
            page = await before.OpenPage(""","customer_details":{"email":"a@b.example"},"user_defined":{"udf1":"u"} """);
            before.Controls.Pay(page);
        }

        await using var after = await PayTabsBench.Open(options: new SandboxOptions { StateFile = file });
        var read = await after.Query(page);
        Assert.Equal(("A", "u"), (read["payment_result.response_status"], read["user_defined.udf1"]));
        File.Delete(file);
    }
}
