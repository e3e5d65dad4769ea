using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Payments.Sandbox.Tests.Razorpay;

public sealed class RazorpayWebhookTests
{
    [Theory]
    [InlineData("""{"a":1,"b":2,"c":{"d":3}}""", "123456", "2fe04e22977002e6c7cb553adab8b460cb9e2a4970d5953cb27a8472752e3bbc")]
    [InlineData("order_123456789|pay_1234567890", "chosen_webhook_secret", "0c24222f628d6c36a0bd4604537228b9bae972d3986dc89172c60abafbd3c232")]
    public void A_webhook_is_signed_as_the_official_clients_expect(string body, string secret, string signature) =>
        Assert.Equal(signature, RazorpaySignatures.OfWebhook(Encoding.UTF8.GetBytes(body), secret));

    [Fact]
    public void A_return_is_signed_as_the_official_clients_expect() => Assert.Equal(
        "07ae18789e35093e51d0a491eb9922646f3f82773547e5b0f67ee3f2d3bf7d5b",
        RazorpaySignatures.OfReturn("plink_IH3cNucfVEgV68", "TSsd1989", "paid", "pay_IH3d0ara9bSsjQ", "EnLs21M47BllR3X8PSFtjtbd"));

    [Fact]
    public async Task A_payment_is_told_in_four_events_over_their_exact_bytes()
    {
        await using var bench = await RazorpayBench.Open();
        await bench.PaidLink(",\"notes\":{\"name\":\"Zoë\"}");
        await bench.Controls.Settled();
        Assert.Equal(["order.paid", "payment.authorized", "payment.captured", "payment_link.paid"], bench.Inbox.Received.Select(Name).Order());
        foreach (var webhook in bench.Inbox.Received)
        {
            Assert.Equal(Signature(webhook, RazorpayBench.WebhookSecret), webhook.Headers["X-Razorpay-Signature"]);
            Assert.Equal("acc_clinic", (string)Json(webhook)["account_id"]!);
        }

        Assert.Contains("Zoë", Encoding.UTF8.GetString(bench.Inbox.Received[0].Body));
    }

    [Fact]
    public async Task The_order_in_a_paid_link_has_lost_its_prefix()
    {
        await using var bench = await RazorpayBench.Open();
        await bench.PaidLink();
        await bench.Controls.Settled();
        var payload = Json(bench.Inbox.Received.Single(webhook => Name(webhook) == "payment_link.paid"))["payload"]!;
        Assert.Equal((string)payload["payment"]!["entity"]!["order_id"]!, "order_" + (string)payload["order"]!["entity"]!["id"]!);
        Assert.Equal(0, (int)payload["payment_link"]!["entity"]!["cancelled_at"]!);
    }

    [Fact]
    public async Task What_is_refused_comes_again_with_the_same_id_and_the_same_bytes()
    {
        await using var bench = await RazorpayBench.Open();
        bench.Inbox.Status = 500;
        var link = await bench.OpenLink();
        bench.Controls.Expire(link);
        await bench.Controls.Settled();
        bench.Inbox.Status = 204;
        bench.Controls.Advance(Duration.FromMinutes(2));
        await bench.Controls.Settled();
        bench.Controls.Advance(Duration.FromHours(24));
        await bench.Controls.Settled();
        Assert.Equal(2, bench.Inbox.Received.Count);
        var (first, second) = (bench.Inbox.Received[0], bench.Inbox.Received[1]);
        Assert.Equal(first.Headers["x-razorpay-event-id"], second.Headers["x-razorpay-event-id"]);
        Assert.Equal(first.Body, second.Body);
    }

    [Fact]
    public async Task An_event_from_before_a_roll_is_signed_with_the_old_secret()
    {
        await using var bench = await RazorpayBench.Open();
        bench.Controls.WithholdWebhooks();
        bench.Controls.Expire(await bench.OpenLink());
        bench.Controls.AddAccount(bench.Merchant with { WebhookSecrets = ["new-secret", RazorpayBench.WebhookSecret] });
        bench.Controls.Expire(await bench.OpenLink());
        bench.Controls.ReleaseWebhooks();
        await bench.Controls.Settled();
        Assert.Equal(
            [Signature(bench.Inbox.Received[0], RazorpayBench.WebhookSecret), Signature(bench.Inbox.Received[1], "new-secret")],
            bench.Inbox.Received.Select(webhook => webhook.Headers["X-Razorpay-Signature"]));
    }

    [Fact]
    public async Task After_a_day_of_failures_the_webhook_is_off_until_it_is_set_anew()
    {
        await using var bench = await RazorpayBench.Open();
        bench.Inbox.Status = 500;
        bench.Controls.Expire(await bench.OpenLink());
        await bench.Controls.Settled();
        bench.Controls.Advance(Duration.FromHours(25));
        await bench.Controls.Settled();
        bench.Inbox.Status = 200;
        var sent = bench.Inbox.Received.Count;
        bench.Controls.Expire(await bench.OpenLink());
        await bench.Controls.Settled();
        Assert.Equal((12, 12), (sent, bench.Inbox.Received.Count));

        bench.Controls.AddAccount(bench.Merchant with { WebhookSecrets = ["new-secret"] });
        bench.Controls.Expire(await bench.OpenLink());
        await bench.Controls.Settled();
        Assert.Equal(13, bench.Inbox.Received.Count);
    }

    static JsonNode Json(ReceivedWebhook webhook) => JsonNode.Parse(webhook.Body)!;

    static string Name(ReceivedWebhook webhook) => (string)Json(webhook)["event"]!;

    static string Signature(ReceivedWebhook webhook, string secret) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), webhook.Body));
}
