using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Payments.Sandbox.Tests.Razorpay;

public sealed class RazorpayPageTests
{
    const string Callback = ",\"description\":\"Visit on <Monday>\",\"reference_id\":\"visit-1\",\"callback_url\":\"https://clinic.example/back?a=b\",\"callback_method\":\"get\"";

    [Fact]
    public async Task It_shows_who_is_paid_and_how_much_and_says_that_it_is_a_test()
    {
        await using var bench = await RazorpayBench.Open();
        bench.Controls.AddAccount(bench.Merchant with { MerchantName = "Clinic & Co" });
        var page = await Show(bench, (await bench.CreateLink(more: Callback))["short_url"]!);
        Assert.Contains("Clinic &amp; Co", page);
        Assert.Contains("INR 500.00", page);
        Assert.Contains("Visit on &lt;Monday&gt;", page);
        Assert.Contains("no money moves", page);
        Assert.DoesNotContain("<script", page);
    }

    [Fact]
    public async Task A_declined_attempt_leaves_it_open_and_a_payment_sends_the_browser_back_signed()
    {
        await using var bench = await RazorpayBench.Open();
        var created = await bench.CreateLink(more: Callback);
        var url = created["short_url"]!;
        using var declined = await Press(bench, url, "decline");
        Assert.Equal(HttpStatusCode.OK, declined.StatusCode);
        Assert.Contains("declined", await declined.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        using var paid = await Press(bench, url, "pay");
        Assert.Equal(HttpStatusCode.SeeOther, paid.StatusCode);

        var location = paid.Headers.Location!;
        Assert.StartsWith("https://clinic.example/back?a=b&", location.AbsoluteUri);
        var back = SandboxRequest.Pairs(location.Query.TrimStart('?')).ToDictionary();
        var payment = (await bench.Attempts(created["id"]!))[1].Id;
        var signed = $"{created["id"]}|visit-1|paid|{payment}";
        Assert.Equal(payment, back["razorpay_payment_id"]);
        Assert.Equal(
            Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(RazorpayBench.KeySecret), Encoding.UTF8.GetBytes(signed))),
            back["razorpay_signature"]);
    }

    [Fact]
    public async Task A_link_that_has_ended_takes_no_payment()
    {
        await using var bench = await RazorpayBench.Open();
        var created = await bench.CreateLink(more: Callback);
        bench.Controls.Expire(created["id"]!);
        using var late = await Press(bench, created["short_url"]!, "pay");
        Assert.Contains("expired", await late.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("expired", (await bench.Get("/v1/payment_links/" + created["id"]))["status"]);
    }

    static Task<string> Show(RazorpayBench bench, string url) => bench.Browser.GetStringAsync(new Uri(url), TestContext.Current.CancellationToken);

    static async Task<HttpResponseMessage> Press(RazorpayBench bench, string url, string button)
    {
        using var form = new FormUrlEncodedContent([new("action", button)]);
        return await bench.Browser.PostAsync(new Uri(url), form, TestContext.Current.CancellationToken);
    }
}
