namespace Payments.Sandbox.Tests.Razorpay;

public sealed class RazorpayRefundTests
{
    const string Key = "refund-0123456789";

    [Fact]
    public async Task The_same_refund_under_the_same_key_pays_once_and_answers_alike()
    {
        await using var bench = await RazorpayBench.Open();
        var (_, payment) = await bench.PaidLink();
        var first = await bench.Refund(payment, """{"amount":20000,"receipt":"r1"}""", Key);
        var second = await bench.Refund(payment, """{"receipt":"r1", "amount":20000}""", Key);
        Assert.Equal((200, first.Text), (second.Status, second.Text));
        Assert.Equal("20000", (await bench.Get("/v1/payments/" + payment))["amount_refunded"]);
        Assert.Equal("1", (await bench.Get($"/v1/payments/{payment}/refunds"))["count"]);
    }

    [Fact]
    public async Task A_lost_answer_is_found_again_under_its_key()
    {
        await using var bench = await RazorpayBench.Open();
        var (_, payment) = await bench.PaidLink();
        bench.Controls.Fault(PaymentProvider.Razorpay, SandboxOperation.Refund, FaultKind.DropResponse);
        await Assert.ThrowsAsync<HttpRequestException>(() => bench.Refund(payment, """{"amount":20000}""", Key));
        Assert.Equal("20000", (await bench.Get("/v1/payments/" + payment))["amount_refunded"]);
        Assert.Equal(200, (await bench.Refund(payment, """{"amount":20000}""", Key)).Status);
        Assert.Equal("20000", (await bench.Get("/v1/payments/" + payment))["amount_refunded"]);
    }

    [Fact]
    public async Task Without_a_key_every_request_is_a_refund_of_its_own()
    {
        await using var bench = await RazorpayBench.Open();
        var (_, payment) = await bench.PaidLink();
        await bench.Refund(payment, """{"amount":20000}""");
        await bench.Refund(payment, """{"amount":20000}""");
        Assert.Equal("40000", (await bench.Get("/v1/payments/" + payment))["amount_refunded"]);
    }

    [Fact(Timeout = 30_000)]
    public async Task Another_refund_under_the_key_and_one_still_at_work_are_409_in_different_words()
    {
        await using var bench = await RazorpayBench.Open();
        var (_, payment) = await bench.PaidLink();
        bench.Controls.Fault(PaymentProvider.Razorpay, SandboxOperation.Refund, FaultKind.Delay, wait: TimeSpan.FromMinutes(1));
        using var hangUp = new CancellationTokenSource();
        using var slow = new HttpRequestMessage(HttpMethod.Post, new Uri(bench.Sandbox.Razorpay, $"/v1/payments/{payment}/refund"));
        slow.Headers.TryAddWithoutValidation("Authorization", RazorpayBench.Basic(RazorpayBench.KeySecret));
        slow.Headers.TryAddWithoutValidation("X-Refund-Idempotency", Key);
        var underway = bench.Browser.SendAsync(slow, hangUp.Token);
        while (bench.Controls.Journal.All(entry => entry.IdempotencyKey != Key)) await Task.Yield();

        var meanwhile = await bench.Refund(payment, "{}", Key);
        await hangUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => underway);
        Assert.Equal(409, meanwhile.Status);
        Assert.Contains("still in progress", meanwhile["error.description"]);

        // The sandbox learns a little later that the first client has hung up; only then its request is over.
        var other = meanwhile;
        while (other["error.description"]!.Contains("progress")) other = await bench.Refund(payment, """{"amount":1}""", Key);
        Assert.Equal(409, other.Status);
        Assert.Contains("Different request", other["error.description"]);
    }

    [Theory]
    [InlineData("short-key")]
    [InlineData("key with spaces")]
    [InlineData("key.with.points")]
    public async Task A_key_has_ten_letters_digits_hyphens_or_underscores(string key)
    {
        await using var bench = await RazorpayBench.Open();
        var (_, payment) = await bench.PaidLink();
        Assert.Equal(400, (await bench.Refund(payment, "{}", key)).Status);
        Assert.Equal("0", (await bench.Get("/v1/payments/" + payment))["amount_refunded"]);
    }

    [Theory]
    [InlineData("""{"amount":50001}""", "greater than the refund payment amount")]
    [InlineData("""{"amount":0}""", "atleast")]
    [InlineData("""{"amount":"100"}""", "integer")]
    [InlineData("""{"speed":"fast"}""", "speed")]
    [InlineData("""{"reason":"cancelled"}""", "should not be sent")]
    public async Task A_refund_that_does_not_fit_is_400(string json, string words)
    {
        await using var bench = await RazorpayBench.Open();
        var (_, payment) = await bench.PaidLink();
        var answer = await bench.Refund(payment, json);
        Assert.Equal(400, answer.Status);
        Assert.Contains(words, answer["error.description"]);
    }

    [Fact]
    public async Task What_was_given_back_whole_cannot_be_given_back_again()
    {
        await using var bench = await RazorpayBench.Open();
        var (link, payment) = await bench.PaidLink();
        Assert.Equal("processed", (await bench.Refund(payment))["status"]);
        var again = await bench.Refund(payment);
        Assert.Equal(400, again.Status);
        Assert.Contains("fully refunded already", again["error.description"]);
        var read = await bench.Get("/v1/payments/" + payment);
        Assert.Equal(("refunded", "full", "true"), (read["status"], read["refund_status"], read["captured"]));
        Assert.Equal("paid", (await bench.Get("/v1/payment_links/" + link))["status"]);
    }

    [Fact]
    public async Task A_payment_older_than_six_months_is_not_given_back()
    {
        await using var bench = await RazorpayBench.Open();
        var (_, payment) = await bench.PaidLink();
        bench.Controls.Advance(Duration.FromDays(185));
        Assert.Contains("6 months", (await bench.Refund(payment))["error.description"]);
    }

    [Fact]
    public async Task A_list_of_refunds_shows_ten_unless_more_are_asked_for()
    {
        await using var bench = await RazorpayBench.Open();
        var (_, payment) = await bench.PaidLink();
        for (var number = 0; number < 12; number++) await bench.Refund(payment, """{"amount":100}""");
        bench.Controls.RefundByHand(payment, new Money(100, "INR"));
        Assert.Equal("10", (await bench.Get($"/v1/payments/{payment}/refunds"))["count"]);
        Assert.Equal("13", (await bench.Get($"/v1/payments/{payment}/refunds?count=100"))["count"]);
        Assert.Equal("1", (await bench.Get($"/v1/payments/{payment}/refunds?skip=12"))["count"]);
        Assert.Equal(400, (await bench.Get($"/v1/payments/{payment}/refunds?count=101")).Status);
    }
}
