namespace Payments.Sandbox.Tests;

public sealed class StripeWebhookOrderTests
{
    [Fact]
    public async Task Withheld_webhooks_come_in_the_order_asked_and_as_often()
    {
        await using var bench = await StripeBench.Start();
        bench.Controls.WithholdWebhooks();
        await bench.Refund(await bench.Paid());
        await bench.Controls.Settled();
        Assert.Empty(bench.Inbox.Received);
        string[] happened = [.. bench.Controls.Deliveries.Select(d => d.Type)];

        bench.Controls.ReleaseWebhooks(ReleaseOrder.Reversed, copies: 2);
        await bench.Controls.Settled();
        Assert.Equal(happened.Reverse().SelectMany(t => new[] { t, t }), bench.Types);
        Assert.Equal(["checkout.session.completed", "refund.created", "charge.refunded"], happened);
    }

    [Fact]
    public async Task Every_webhook_is_doubled_while_it_is_asked()
    {
        await using var bench = await StripeBench.Start();
        bench.Controls.Duplicate(3);
        bench.Controls.Expire(await bench.Open());
        await bench.Controls.Settled();
        Assert.Equal(3, bench.Inbox.Received.Count);
        Assert.Single(bench.Inbox.Received.Select(r => r.Text).Distinct());
    }
}
