using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Payments.Sandbox.Tests;

public sealed class StripeWebhookTests
{
    [Fact]
    public async Task Each_secret_signs_the_exact_body_with_the_time_of_sending()
    {
        await using var bench = await StripeBench.Start();
        bench.Controls.AddAccount(new StripeMerchant("clinic", StripeBench.Key, ["whsec_new", "whsec_old"], bench.Inbox.Address));
        bench.Controls.SetClock(Instant.FromUnixTimeSeconds(1_900_000_000));
        bench.Controls.Expire(await bench.Open());
        await bench.Controls.Settled();

        var came = Assert.Single(bench.Inbox.Received);
        var parts = came.Headers["Stripe-Signature"].Split(',');
        Assert.InRange(long.Parse(parts[0][2..]), 1_900_000_000, 1_900_000_060);
        Assert.Equal([Mark("whsec_new"), Mark("whsec_old")], parts[1..]);

        string Mark(string secret) => "v1=" + Convert.ToHexStringLower(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{parts[0][2..]}.{came.Text}")));
    }

    [Fact]
    public async Task A_signature_is_the_one_that_the_official_library_made_of_the_same_bytes()
    {
        await using var bench = await StripeBench.Start();
        var world = new World(new(), new SandboxClock(new StandingTime(1_700_000_000)));
        world.Put(new StripeMerchant("clinic", StripeBench.Key, ["test_secret"]));
        var headers = new StripeSandbox(world).Sign(new()
        {
            Id = "1", Provider = PaymentProvider.Stripe, Account = "clinic", Url = bench.Inbox.Address, Event = "evt_1", Type = "x", Body = "{}",
        });
        Assert.Equal("t=1700000000,v1=c561c5814cba8a0cd366ee43292d205cf59c9635ad120894be1ef80c0af72b76", headers[0].Value);
    }

    [Fact]
    public async Task An_event_that_is_not_accepted_is_sent_three_times_over_hours_and_signed_anew()
    {
        await using var bench = await StripeBench.Start();
        bench.Inbox.Status = 500;
        bench.Controls.Expire(await bench.Open());
        List<int> counts = [await Sent(bench)];
        foreach (var minutes in (int[])[59, 2, 117, 3, 60 * 24])
        {
            bench.Controls.Advance(Duration.FromMinutes(minutes));
            counts.Add(await Sent(bench));
        }

        Assert.Equal([1, 1, 2, 2, 3, 3], counts);
        Assert.Equal(3, bench.Inbox.Received.Select(r => r.Headers["Stripe-Signature"]).Distinct().Count());
        Assert.Single(bench.Inbox.Received.Select(r => r.Text).Distinct());
        Assert.False(Assert.Single(bench.Controls.Deliveries).Delivered);
    }

    [Fact]
    public async Task A_live_account_is_told_again_for_up_to_three_days()
    {
        await using var bench = await StripeBench.Start();
        bench.Controls.AddAccount(new StripeMerchant("clinic", "sk_live_bench", [StripeBench.Secret], bench.Inbox.Address));
        bench.Inbox.Status = 503;
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(bench.Sandbox.Stripe, "/v1/checkout/sessions"))
        {
            Content = new FormUrlEncodedContent(bench.Checkout()),
        };
        request.Headers.Authorization = new("Bearer", "sk_live_bench");
        bench.Controls.Expire((await bench.Send(request)).Id);
        await bench.Controls.Settled();
        bench.Controls.Advance(Duration.FromDays(3));
        Assert.Equal(10, await Sent(bench));
        Assert.True(JsonNode.Parse(bench.Inbox.Received[0].Text)!["livemode"]!.GetValue<bool>());
    }

    [Fact]
    public async Task A_receiver_that_does_not_answer_in_time_has_not_accepted()
    {
        await using var bench = await StripeBench.Start(new() { DeliveryTimeout = TimeSpan.FromMilliseconds(300) });
        bench.Inbox.Before = stop => Task.Delay(Timeout.Infinite, stop).ContinueWith(_ => { }, TaskScheduler.Default);
        bench.Controls.Expire(await bench.Open());
        await bench.Controls.Settled();
        var delivery = Assert.Single(bench.Controls.Deliveries);
        Assert.Equal((false, null), (delivery.Delivered, Assert.Single(delivery.Attempts).Status));
    }

    [Fact]
    public async Task An_event_is_listed_with_its_deliveries_to_come_and_those_that_were_missed_are_found()
    {
        await using var bench = await StripeBench.Start();
        bench.Inbox.Status = 500;
        bench.Controls.Expire(await bench.Open());
        await bench.Controls.Settled();
        var missed = (await bench.Get("/v1/events?types[]=checkout.session.expired&delivery_success=false")).Body!["data"]!.AsArray();
        var id = JsonNode.Parse(bench.Inbox.Received[0].Text)!["id"]!.GetValue<string>();
        Assert.Equal((id, 1), (Assert.Single(missed)!["id"]!.GetValue<string>(), missed[0]!["pending_webhooks"]!.GetValue<int>()));

        bench.Inbox.Status = 200;
        bench.Controls.Advance(Duration.FromHours(2));
        await bench.Controls.Settled();
        Assert.Empty((await bench.Get("/v1/events?types[]=checkout.session.expired&delivery_success=false")).Body!["data"]!.AsArray());
        Assert.Equal(0, (await bench.Get($"/v1/events/{id}")).Body!["pending_webhooks"]!.GetValue<int>());
    }

    [Fact]
    public async Task An_event_names_the_request_that_caused_it_and_none_where_a_payer_did()
    {
        await using var bench = await StripeBench.Start();
        await bench.Refund(await bench.Paid(), key: "refund-1");
        await bench.Controls.Settled();
        var requests = bench.Inbox.Received.Select(r => JsonNode.Parse(r.Text)!).ToDictionary(e => e["type"]!.GetValue<string>(), e => e["request"]!["idempotency_key"]?.GetValue<string>());
        Assert.Equal(("refund-1", null), (requests["refund.created"], requests["checkout.session.completed"]));
    }

    static async Task<int> Sent(StripeBench bench)
    {
        await bench.Controls.Settled();
        return bench.Inbox.Received.Count;
    }

    sealed class StandingTime(long epoch) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeSeconds(epoch);
    }
}
