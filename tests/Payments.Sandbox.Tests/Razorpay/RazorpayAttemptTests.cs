namespace Payments.Sandbox.Tests.Razorpay;

public sealed class RazorpayAttemptTests
{
    [Fact]
    public async Task A_link_takes_attempts_until_one_succeeds()
    {
        await using var bench = await RazorpayBench.Open();
        var link = await bench.OpenLink();
        bench.Controls.Decline(link);
        Assert.Equal("created", (await bench.Get("/v1/payment_links/" + link))["status"]);
        bench.Controls.Cancel(link);
        bench.Controls.Pay(link);
        Assert.Equal(["failed", "failed", "captured"], (await bench.Attempts(link)).Select(attempt => attempt.Status));
        var read = await bench.Get("/v1/payment_links/" + link);
        Assert.Equal(("paid", "50000"), (read["status"], read["amount_paid"]));
        var order = await bench.Get("/v1/orders/" + read["order_id"]);
        Assert.Equal(("paid", "3", "0"), (order["status"], order["attempts"], order["amount_due"]));
    }

    [Fact]
    public async Task An_order_takes_money_long_after_its_link_has_ended()
    {
        await using var bench = await RazorpayBench.Open();
        var link = await bench.OpenLink();
        bench.Controls.Decline(link);
        var failed = Assert.Single(await bench.Attempts(link));
        bench.Controls.Expire(link);
        bench.Controls.Advance(Duration.FromDays(3));
        bench.Controls.LateCapture(link);
        Assert.Equal((failed.Id, "captured"), Assert.Single(await bench.Attempts(link)));
        var read = await bench.Get("/v1/payment_links/" + link);
        Assert.Equal(("expired", "captured"), (read["status"], (string)read.Json["payments"]![0]!["status"]!));
    }

    [Fact]
    public async Task A_second_attempt_may_be_captured_too()
    {
        await using var bench = await RazorpayBench.Open();
        var (link, first) = await bench.PaidLink();
        bench.Controls.SecondCapture(link);
        var attempts = await bench.Attempts(link);
        Assert.Equal(["captured", "captured"], attempts.Select(attempt => attempt.Status));
        Assert.NotEqual(first, attempts[1].Id);
    }

    [Fact]
    public async Task What_is_authorised_is_captured_once_for_exactly_its_amount()
    {
        await using var bench = await RazorpayBench.Open();
        var link = await bench.OpenLink();
        bench.Controls.Hold(link);
        var payment = Assert.Single(await bench.Attempts(link));
        Assert.Equal("authorized", payment.Status);
        var path = $"/v1/payments/{payment.Id}/capture";
        Assert.Equal(400, (await bench.Post(path, """{"amount":49999,"currency":"INR"}""")).Status);
        Assert.Equal(400, (await bench.Post(path, """{"amount":50000,"currency":"USD"}""")).Status);
        Assert.Equal("captured", (await bench.Post(path, """{"amount":50000,"currency":"INR"}"""))["status"]);
        Assert.Contains("already been captured", (await bench.Post(path, """{"amount":50000,"currency":"INR"}"""))["error.description"]);
        Assert.Equal("paid", (await bench.Get("/v1/payment_links/" + link))["status"]);
    }

    [Fact]
    public async Task A_link_ends_when_its_time_is_over()
    {
        await using var bench = await RazorpayBench.Open();
        var end = RazorpayBench.Start + Duration.FromMinutes(20);
        var link = await bench.OpenLink(more: $",\"expire_by\":{end.ToUnixTimeSeconds()}");
        bench.Controls.Advance(Duration.FromMinutes(19));
        Assert.Equal(("created", "0"), await EndOf());
        bench.Controls.Advance(Duration.FromMinutes(1));
        var (status, at) = await EndOf();
        Assert.Equal("expired", status);
        Assert.NotEqual("0", at);
        Assert.Throws<SandboxRefusedException>(() => bench.Controls.Pay(link));

        async Task<(string? Status, string? At)> EndOf()
        {
            var read = await bench.Get("/v1/payment_links/" + link);
            return (read["status"], read["expired_at"]);
        }
    }

    [Fact]
    public async Task A_lying_provider_says_paid_with_other_money()
    {
        await using var bench = await RazorpayBench.Open();
        var link = await bench.OpenLink();
        bench.Controls.PayWrong(link, new Money(100, "USD"));
        var payment = await bench.Get("/v1/payments/" + Assert.Single(await bench.Attempts(link)).Id);
        Assert.Equal(("captured", "100", "USD"), (payment["status"], payment["amount"], payment["currency"]));
        Assert.Equal("paid", (await bench.Get("/v1/payment_links/" + link))["status"]);
    }

    [Fact]
    public async Task A_dispute_is_listed_until_and_after_it_is_decided()
    {
        await using var bench = await RazorpayBench.Open();
        var (_, payment) = await bench.PaidLink();
        bench.Controls.OpenDispute(payment);
        Assert.Equal("open", await StatusOf());
        bench.Controls.LoseDispute(payment);
        Assert.Equal("lost", await StatusOf());
        Assert.Throws<SandboxRefusedException>(() => bench.Controls.WinDispute(payment));

        async Task<string> StatusOf() => (string)Assert.Single((await bench.Get("/v1/disputes")).Json["items"]!.AsArray())!["status"]!;
    }

    [Fact]
    public async Task Empty_notes_are_a_list_and_full_ones_reach_the_payment()
    {
        await using var bench = await RazorpayBench.Open();
        var (_, without) = await bench.PaidLink();
        Assert.Equal("[]", (await bench.Get("/v1/payments/" + without)).Json["notes"]!.ToJsonString());
        var (_, with) = await bench.PaidLink(",\"notes\":{\"payment_id\":\"p1\"}");
        Assert.Equal("p1", (await bench.Get("/v1/payments/" + with))["notes.payment_id"]);
    }

    [Fact]
    public async Task The_control_port_needs_no_body_for_an_act_and_says_why_it_is_refused()
    {
        await using var bench = await RazorpayBench.Open();
        var link = await bench.OpenLink();
        var act = new Uri(bench.Sandbox.Control, $"/checkouts/{link}/late-capture");
        using var done = await bench.Browser.PostAsync(act, null, TestContext.Current.CancellationToken);
        Assert.Equal(204, (int)done.StatusCode);
        Assert.Equal("captured", Assert.Single(await bench.Attempts(link)).Status);
        using var refused = await bench.Browser.PostAsync(new Uri(bench.Sandbox.Control, $"/checkouts/{link}/pay"), null, TestContext.Current.CancellationToken);
        Assert.Equal(409, (int)refused.StatusCode);
        Assert.Contains("paid", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_restart_forgets_nothing()
    {
        var file = Path.Combine(Path.GetTempPath(), Guid.NewGuid() + ".json");
        string link, payment;
        await using (var before = await RazorpayBench.Open(new SandboxOptions { StateFile = file }))
        {
            (link, payment) = await before.PaidLink(",\"notes\":{\"a\":\"b\"},\"customer\":{\"email\":\"a@b.example\"}");
            await before.Refund(payment, """{"amount":20000}""", "refund-0123456789");
        }

        await using var after = await RazorpayBench.Open(new SandboxOptions { StateFile = file });
        Assert.Equal("paid", (await after.Get("/v1/payment_links/" + link))["status"]);
        Assert.Equal(200, (await after.Refund(payment, """{"amount":20000}""", "refund-0123456789")).Status);
        Assert.Equal("20000", (await after.Get("/v1/payments/" + payment))["amount_refunded"]);
        File.Delete(file);
    }
}
