using System.Net.Http.Headers;
using System.Text;

namespace Payments.Sandbox.Tests;

public sealed class StripeRefusalTests
{
    [Theory]
    [InlineData("usd", 20_000, null)]
    [InlineData("usd", 49, "amount_too_small")]
    [InlineData("usd", 100_000_000, "amount_too_large")]
    [InlineData("jpy", 5_000, null)]
    [InlineData("jpy", 49, "amount_too_small")]
    [InlineData("kwd", 99_990, null)]
    [InlineData("kwd", 99_991, "parameter_invalid_integer")]
    [InlineData("ugx", 500_000, null)]
    [InlineData("ugx", 500_050, "invalid_charge_amount_no_decimal_compatible")]
    [InlineData("isk", 500_001, "invalid_charge_amount_no_decimal_compatible")]
    public async Task An_amount_is_taken_only_as_its_currency_is_written(string currency, long amount, string? code)
    {
        await using var bench = await StripeBench.Start();
        var answer = await bench.Post("/v1/checkout/sessions", bench.Checkout(currency, amount));
        Assert.Equal((code is null ? 200 : 400, code), (answer.Status, answer.Error));
    }

    [Theory]
    [InlineData("surprise", "1", "surprise", "parameter_unknown")]
    [InlineData("line_items[0][price_data][colour]", "red", "line_items[0][price_data][colour]", "parameter_unknown")]
    [InlineData("payment_intent_data[surprise]", "1", "payment_intent_data[surprise]", "parameter_unknown")]
    [InlineData("line_items[0][quantity]", "two", "line_items[0][quantity]", "parameter_invalid_integer")]
    [InlineData("line_items[0][price_data][currency]", "xxx", "line_items[0][price_data][currency]", null)]
    [InlineData("submit_type", "rent", "submit_type", null)]
    [InlineData("success_url", "/back", "success_url", "url_invalid")]
    [InlineData("client_reference_id", "", "client_reference_id", "parameter_invalid_empty")]
    [InlineData("customer_email[a]", "b", "customer_email", null)]
    public async Task A_parameter_that_it_does_not_know_or_cannot_read_is_refused(string name, string value, string param, string? code)
    {
        await using var bench = await StripeBench.Start();
        var form = bench.Checkout();
        form[name] = value;
        var answer = await bench.Post("/v1/checkout/sessions", form);
        Assert.Equal((400, "invalid_request_error", code, param), (answer.Status, answer.ErrorType, answer.Error, answer.Param));
    }

    [Theory]
    [InlineData("mode")]
    [InlineData("success_url")]
    [InlineData("line_items[0][quantity]")]
    [InlineData("line_items[0][price_data][currency]")]
    [InlineData("line_items[0][price_data][product_data][name]")]
    public async Task What_is_required_must_be_there(string name)
    {
        await using var bench = await StripeBench.Start();
        var form = bench.Checkout();
        form.Remove(name);
        var answer = await bench.Post("/v1/checkout/sessions", form);
        Assert.Equal((400, "parameter_missing"), (answer.Status, answer.Error));
    }

    [Theory]
    [InlineData(1799, false)]
    [InlineData(1800 + 60, true)]
    [InlineData(86_400 - 60, true)]
    [InlineData(86_400 + 60, false)]
    public async Task A_session_lives_between_half_an_hour_and_a_day(int seconds, bool taken)
    {
        await using var bench = await StripeBench.Start();
        var form = bench.Checkout();
        form["expires_at"] = $"{bench.Now + seconds}";
        var answer = await bench.Post("/v1/checkout/sessions", form);
        Assert.Equal((taken ? 200 : 400, taken ? null : "expires_at"), (answer.Status, answer.Param));
    }

    [Fact]
    public async Task Without_the_right_key_nothing_is_answered_and_the_key_is_not_repeated()
    {
        await using var bench = await StripeBench.Start();
        using var wrong = new HttpRequestMessage(HttpMethod.Get, new Uri(bench.Sandbox.Stripe, "/v1/refunds"));
        wrong.Headers.Authorization = new("Bearer", "sk_test_another_secret");
        var refused = await bench.Send(wrong);
        Assert.Equal((401, "invalid_request_error"), (refused.Status, refused.ErrorType));
        Assert.DoesNotContain("another_secret", refused.Text, StringComparison.Ordinal);

        using var basic = new HttpRequestMessage(HttpMethod.Get, new Uri(bench.Sandbox.Stripe, "/v1/refunds"));
        basic.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(StripeBench.Key + ":")));
        Assert.Equal(200, (await bench.Send(basic)).Status);
    }

    [Fact]
    public async Task JSON_is_not_what_it_reads()
    {
        await using var bench = await StripeBench.Start();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(bench.Sandbox.Stripe, "/v1/refunds"))
        {
            Content = new StringContent("""{"payment_intent":"pi_1"}""", MediaTypeHeaderValue.Parse("application/json")),
        };
        Assert.Equal(400, (await bench.Send(request)).Status);
    }

    [Fact]
    public async Task Another_account_s_session_is_not_there()
    {
        await using var bench = await StripeBench.Start();
        bench.Controls.AddAccount(new StripeMerchant("other", "sk_test_other", []));
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(bench.Sandbox.Stripe, $"/v1/checkout/sessions/{await bench.Open()}"));
        request.Headers.Authorization = new("Bearer", "sk_test_other");
        var answer = await bench.Send(request);
        Assert.Equal((404, "resource_missing"), (answer.Status, answer.Error));
    }

    [Fact]
    public async Task A_payment_of_a_session_is_not_cancelled_by_itself()
    {
        await using var bench = await StripeBench.Start();
        var session = await bench.Open();
        bench.Controls.Decline(session);
        var intent = (await bench.Session(session))["payment_intent"]!.GetValue<string>();
        Assert.Equal(400, (await bench.Post($"/v1/payment_intents/{intent}/cancel", [])).Status);
    }

    [Theory]
    [InlineData("expand[]", "customer.secret.things.and.more")]
    [InlineData("expand[]", "livemode")]
    [InlineData("limit", "1")]
    public async Task What_cannot_be_expanded_or_asked_is_refused(string name, string value)
    {
        await using var bench = await StripeBench.Start();
        var answer = await bench.Get($"/v1/checkout/sessions/{await bench.Open()}?{Uri.EscapeDataString(name)}={value}");
        Assert.Equal(400, answer.Status);
    }
}
