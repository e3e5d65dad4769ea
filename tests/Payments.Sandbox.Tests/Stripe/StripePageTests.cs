using System.Net;

namespace Payments.Sandbox.Tests;

/// <summary>The hosted page as a browser without script uses it.</summary>
public sealed class StripePageTests
{
    [Fact]
    public async Task The_page_says_who_asks_how_much_for_what_and_that_no_money_moves()
    {
        await using var bench = await StripeBench.Start();
        var (page, _, _) = await Visit(bench, "kwd", 99_990);
        Assert.Contains("Clinic &lt;North&gt;", page, StringComparison.Ordinal);
        Assert.Contains("99.990 KWD", page, StringComparison.Ordinal);
        Assert.Contains("Visit", page, StringComparison.Ordinal);
        Assert.Contains("no money moves", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pay", "https://clinic.example/back?session={0}", "complete", "paid")]
    [InlineData("hold", "https://clinic.example/back?session={0}", "complete", "unpaid")]
    [InlineData("cancel", "https://clinic.example/cancelled", "open", "unpaid")]
    public async Task A_button_sends_the_browser_back_as_the_merchant_asked(string button, string to, string status, string payment)
    {
        await using var bench = await StripeBench.Start();
        var (page, id, url) = await Visit(bench);
        Assert.Contains($"value=\"{button}\"", page, StringComparison.Ordinal);
        var (code, location, _) = await Press(url, button);
        var session = await bench.Session(id);
        Assert.Equal((303, to.Replace("{0}", id, StringComparison.Ordinal)), (code, location));
        Assert.Equal((status, payment), (session["status"]!.GetValue<string>(), session["payment_status"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_declined_payer_may_try_again_on_the_same_page()
    {
        await using var bench = await StripeBench.Start();
        var (_, id, url) = await Visit(bench);
        var (code, _, page) = await Press(url, "decline");
        Assert.Equal(200, code);
        Assert.Contains("declined", page, StringComparison.Ordinal);
        Assert.Equal(303, (await Press(url, "pay")).Code);
        Assert.Equal("complete", (await bench.Session(id))["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_page_that_is_over_takes_nothing_more()
    {
        await using var bench = await StripeBench.Start();
        var (_, id, url) = await Visit(bench);
        bench.Controls.Advance(Duration.FromHours(2));
        var (code, location, page) = await Press(url, "pay");
        Assert.Equal((200, null), (code, location));
        Assert.Contains("expired", page, StringComparison.Ordinal);
        Assert.Equal("expired", (await bench.Session(id))["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task Where_only_cards_are_taken_no_slow_method_is_offered()
    {
        await using var bench = await StripeBench.Start();
        var form = bench.Checkout();
        form["payment_method_types[0]"] = "card";
        var url = (await bench.Post("/v1/checkout/sessions", form)).Body!["url"]!.GetValue<string>();
        var (code, _, page) = await Press(url, "hold");
        Assert.Equal(400, code);
        Assert.DoesNotContain("slow method", page, StringComparison.Ordinal);
    }

    static async Task<(string Page, string Id, string Url)> Visit(StripeBench bench, string currency = "usd", long amount = 20_000)
    {
        var session = await bench.Post("/v1/checkout/sessions", bench.Checkout(currency, amount));
        var url = session.Body!["url"]!.GetValue<string>();
        using var browser = Browser();
        return (await browser.GetStringAsync(new Uri(url)), session.Id, url);
    }

    static async Task<(int Code, string? Location, string Page)> Press(string url, string button)
    {
        using var browser = Browser();
        using var form = new FormUrlEncodedContent([new("action", button)]);
        using var answer = await browser.PostAsync(new Uri(url), form);
        return ((int)answer.StatusCode, answer.Headers.Location?.ToString(), WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()));
    }

    static HttpClient Browser() => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });
}
