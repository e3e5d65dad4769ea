namespace Payments.Sandbox.Tests.Razorpay;

public sealed class RazorpayRefusalTests
{
    [Theory]
    [InlineData("basic ")]
    [InlineData("BASIC ")]
    [InlineData("Bearer ")]
    [InlineData("")]
    public async Task The_scheme_must_be_written_Basic(string scheme)
    {
        await using var bench = await RazorpayBench.Open();
        var token = RazorpayBench.Basic(RazorpayBench.KeySecret)["Basic ".Length..];
        Assert.Equal(401, (await bench.GetAs(scheme + token, "/v1/payment_links")).Status);
        Assert.Equal(200, (await bench.GetAs("Basic " + token, "/v1/payment_links")).Status);
    }

    [Fact]
    public async Task A_wrong_secret_is_refused_in_the_providers_words()
    {
        await using var bench = await RazorpayBench.Open();
        var answer = await bench.GetAs(RazorpayBench.Basic("another"), "/v1/payment_links");
        Assert.Equal((401, "BAD_REQUEST_ERROR", "Authentication failed"), (answer.Status, answer["error.code"], answer["error.description"]));
    }

    [Theory]
    [InlineData("\"50000\"", "INR")]
    [InlineData("500.5", "INR")]
    [InlineData("99", "INR")]
    [InlineData("0", "USD")]
    [InlineData("-100", "INR")]
    [InlineData("null", "INR")]
    [InlineData("99991", "KWD")]
    [InlineData("50000", "inr")]
    public async Task An_amount_that_it_cannot_take_is_refused(string amount, string currency)
    {
        await using var bench = await RazorpayBench.Open();
        var answer = await bench.CreateLink(amount, currency);
        Assert.Equal((400, "BAD_REQUEST_ERROR"), (answer.Status, answer["error.code"]));
    }

    [Theory]
    [InlineData("100", "INR")]
    [InlineData("99990", "KWD")]
    [InlineData("500", "JPY")]
    [InlineData("1", "USD")]
    public async Task An_amount_that_it_can_take_comes_back_unchanged(string amount, string currency)
    {
        await using var bench = await RazorpayBench.Open();
        var answer = await bench.CreateLink(amount, currency);
        Assert.Equal((200, amount, currency), (answer.Status, answer["amount"], answer["currency"]));
    }

    [Theory]
    [InlineData(""","reference_id":"12345678901234567890123456789012345678901" """)]
    [InlineData(""","reference_id":7""")]
    [InlineData(""","callback_url":"https://clinic.example/back" """)]
    [InlineData(""","callback_url":"https://clinic.example/back","callback_method":"post" """)]
    [InlineData(""","callback_url":"nowhere","callback_method":"get" """)]
    [InlineData(""","notes":"text" """)]
    [InlineData(""","amount_in_words":"five hundred" """)]
    public async Task A_field_that_is_wrong_or_unknown_refuses_the_link(string field)
    {
        await using var bench = await RazorpayBench.Open();
        Assert.Equal(400, (await bench.CreateLink(more: field)).Status);
        Assert.Empty((await bench.Get("/v1/payment_links")).Json["payment_links"]!.AsArray());
    }

    [Theory]
    [InlineData(14 * 60 + 50, 400)]
    [InlineData(15 * 60 + 10, 200)]
    [InlineData(170 * 86_400, 200)]
    [InlineData(190 * 86_400, 400)]
    public async Task A_link_lives_from_fifteen_minutes_to_six_months(int seconds, int status)
    {
        await using var bench = await RazorpayBench.Open();
        var end = RazorpayBench.Start.ToUnixTimeSeconds() + seconds;
        Assert.Equal(status, (await bench.CreateLink(more: $",\"expire_by\":{end}")).Status);
    }

    [Theory]
    [InlineData(15, 200)]
    [InlineData(16, 400)]
    public async Task Fifteen_notes_are_the_most(int pairs, int status)
    {
        await using var bench = await RazorpayBench.Open();
        var notes = string.Join(',', Enumerable.Range(0, pairs).Select(at => $"\"n{at}\":\"v\""));
        Assert.Equal(status, (await bench.CreateLink(more: $",\"notes\":{{{notes}}}")).Status);
    }

    [Fact]
    public async Task A_reference_is_taken_for_ever()
    {
        await using var bench = await RazorpayBench.Open();
        var first = await bench.OpenLink(more: ",\"reference_id\":\"visit-1\"");
        Assert.Equal(200, (await bench.Post($"/v1/payment_links/{first}/cancel")).Status);
        var second = await bench.CreateLink(more: ",\"reference_id\":\"visit-1\"");
        Assert.Equal(400, second.Status);
        Assert.Contains("reference ID (visit-1) already attempted", second["error.description"]);
        var found = (await bench.Get("/v1/payment_links?reference_id=visit-1")).Json["payment_links"]!.AsArray();
        Assert.Equal(first, (string)Assert.Single(found)!["id"]!);
    }

    [Fact]
    public async Task A_body_that_does_not_say_that_it_is_JSON_is_refused()
    {
        await using var bench = await RazorpayBench.Open();
        using var message = new HttpRequestMessage(HttpMethod.Post, new Uri(bench.Sandbox.Razorpay, "/v1/payment_links"))
        {
            Content = new FormUrlEncodedContent([new("amount", "50000")]),
        };
        message.Headers.TryAddWithoutValidation("Authorization", RazorpayBench.Basic(RazorpayBench.KeySecret));
        using var answer = await bench.Browser.SendAsync(message, TestContext.Current.CancellationToken);
        Assert.Equal(400, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData(CheckoutAction.Pay)]
    [InlineData(CheckoutAction.Expire)]
    public async Task Only_an_open_link_can_be_cancelled(CheckoutAction before)
    {
        await using var bench = await RazorpayBench.Open();
        var link = await bench.OpenLink();
        bench.Controls.Checkout(link, before);
        Assert.Equal(400, (await bench.Post($"/v1/payment_links/{link}/cancel")).Status);
    }

    [Fact]
    public async Task Another_account_sees_nothing_of_it()
    {
        await using var bench = await RazorpayBench.Open();
        var (link, payment) = await bench.PaidLink();
        bench.Controls.AddAccount(new RazorpayMerchant("other", "rzp_test_other", "s", ["w"]));
        var other = "Basic " + Convert.ToBase64String("rzp_test_other:s"u8);
        Assert.Equal(400, (await bench.GetAs(other, "/v1/payment_links/" + link)).Status);
        Assert.Equal(400, (await bench.GetAs(other, "/v1/payments/" + payment)).Status);
        Assert.Empty((await bench.GetAs(other, "/v1/payment_links")).Json["payment_links"]!.AsArray());
    }
}
