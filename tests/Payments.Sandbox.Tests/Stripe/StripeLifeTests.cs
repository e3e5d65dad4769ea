using System.Text.Json.Nodes;

namespace Payments.Sandbox.Tests;

public sealed class StripeLifeTests
{
    [Fact]
    public async Task An_open_session_has_a_page_and_no_payment_yet()
    {
        await using var bench = await StripeBench.Start();
        var created = await bench.Post("/v1/checkout/sessions", bench.Checkout());
        Assert.Equal(("open", "unpaid", null), (Text(created.Body!, "status"), Text(created.Body!, "payment_status"), created.Body!["payment_intent"]));
        Assert.StartsWith(bench.Sandbox.Stripe.ToString(), Text(created.Body!, "url"), StringComparison.Ordinal);
        Assert.Equal("ours-1", Text(await bench.Session(created.Id), "client_reference_id"));
    }

    [Fact]
    public async Task A_paid_session_shows_its_charge_with_our_metadata_when_it_is_expanded()
    {
        await using var bench = await StripeBench.Start();
        var id = await bench.Open();
        bench.Controls.Decline(id);
        Assert.Equal(("open", "unpaid"), await Status(bench, id));
        bench.Controls.Pay(id);
        var session = (await bench.Get($"/v1/checkout/sessions/{id}?expand[]=payment_intent.latest_charge.refunds")).Body!;
        var charge = session["payment_intent"]!["latest_charge"]!;
        Assert.Equal(("complete", "paid", null), (Text(session, "status"), Text(session, "payment_status"), session["url"]));
        Assert.Equal(("succeeded", "ours"), (Text(session["payment_intent"]!, "status"), Text(charge["metadata"]!, "payment_id")));
        Assert.Equal((20_000, 0), (charge["amount_captured"]!.GetValue<int>(), charge["refunds"]!["data"]!.AsArray().Count));
    }

    [Fact]
    public async Task A_slow_method_completes_the_session_before_the_money_is_there()
    {
        await using var bench = await StripeBench.Start();
        var (kept, lost) = (await bench.Open(), await bench.Open());
        bench.Controls.Hold(kept);
        bench.Controls.Hold(lost);
        Assert.Equal(("complete", "unpaid"), await Status(bench, kept));
        bench.Controls.Settle(kept);
        bench.Controls.Fail(lost);
        Assert.Equal((("complete", "paid"), ("complete", "unpaid")), (await Status(bench, kept), await Status(bench, lost)));
        await bench.Controls.Settled();
        Assert.Contains("checkout.session.async_payment_succeeded", bench.Types);
        Assert.Contains("checkout.session.async_payment_failed", bench.Types);
    }

    [Fact]
    public async Task Only_an_open_session_is_expired()
    {
        await using var bench = await StripeBench.Start();
        var (open, paid) = (await bench.Open(), await bench.Open());
        bench.Controls.Pay(paid);
        Assert.Equal(200, (await bench.Post($"/v1/checkout/sessions/{open}/expire", [])).Status);
        var again = await bench.Post($"/v1/checkout/sessions/{open}/expire", []);
        var late = await bench.Post($"/v1/checkout/sessions/{paid}/expire", []);
        Assert.Equal((400, 400), (again.Status, late.Status));
        Assert.Contains("This Checkout Session has a status of expired", again.Text, StringComparison.Ordinal);
        Assert.Contains("This Checkout Session has a status of complete", late.Text, StringComparison.Ordinal);
        Assert.Throws<SandboxRefusedException>(() => bench.Controls.Pay(open));
        Assert.Throws<SandboxRefusedException>(() => bench.Controls.LateCapture(open));
    }

    [Fact]
    public async Task A_session_ends_by_itself_when_its_time_has_come()
    {
        await using var bench = await StripeBench.Start();
        var id = await bench.Open();
        bench.Controls.Decline(id);
        bench.Controls.Advance(Duration.FromMinutes(61));
        Assert.Equal(("expired", "unpaid"), await Status(bench, id));
        var intent = (await bench.Get($"/v1/checkout/sessions/{id}?expand[]=payment_intent")).Body!["payment_intent"]!;
        Assert.Equal(("canceled", "expired"), (Text(intent, "status"), Text(intent, "cancellation_reason")));
        await bench.Controls.Settled();
        Assert.Contains("checkout.session.expired", bench.Types);
    }

    [Fact]
    public async Task Money_that_is_only_authorised_is_captured_later()
    {
        await using var bench = await StripeBench.Start();
        var form = bench.Checkout();
        form["payment_intent_data[capture_method]"] = "manual";
        var id = (await bench.Post("/v1/checkout/sessions", form)).Id;
        bench.Controls.Pay(id);
        Assert.Equal(("complete", "unpaid"), await Status(bench, id));
        var intent = Text(await bench.Session(id), "payment_intent");
        Assert.Equal(400, (await bench.Refund(intent!)).Status);
        Assert.Equal("succeeded", Text((await bench.Post($"/v1/payment_intents/{intent}/capture", [])).Body!, "status"));
        Assert.Equal(400, (await bench.Post($"/v1/payment_intents/{intent}/capture", [])).Status);
        Assert.Equal(("complete", "paid"), await Status(bench, id));
    }

    [Fact]
    public async Task A_lying_provider_says_another_amount_everywhere()
    {
        await using var bench = await StripeBench.Start();
        var id = await bench.Open();
        bench.Controls.Decline(id);
        bench.Controls.PayWrong(id, new Money(1, "EUR"));
        var session = (await bench.Get($"/v1/checkout/sessions/{id}?expand[]=payment_intent.latest_charge")).Body!;
        Assert.Equal("1 eur 1 eur 1 eur", $"{session["amount_total"]} {session["currency"]} {session["payment_intent"]!["amount_received"]} "
            + $"{session["payment_intent"]!["currency"]} {session["payment_intent"]!["latest_charge"]!["amount"]} {session["payment_intent"]!["latest_charge"]!["currency"]}");
    }

    [Fact]
    public async Task Sessions_are_listed_newest_first_and_page_by_page()
    {
        await using var bench = await StripeBench.Start();
        string[] ids = [await bench.Open(), await bench.Open(), await bench.Open()];
        var first = (await bench.Get("/v1/checkout/sessions?limit=2")).Body!;
        var second = (await bench.Get($"/v1/checkout/sessions?limit=2&starting_after={ids[1]}")).Body!;
        Assert.Equal([ids[2], ids[1], ids[0]], first["data"]!.AsArray().Concat(second["data"]!.AsArray()).Select(s => Text(s!, "id")!));
        Assert.Equal((true, false), (first["has_more"]!.GetValue<bool>(), second["has_more"]!.GetValue<bool>()));
    }

    static string? Text(JsonNode node, string name) => node[name]?.GetValue<string>();

    static async Task<(string? Status, string? Payment)> Status(StripeBench bench, string id)
    {
        var session = await bench.Session(id);
        return (Text(session, "status"), Text(session, "payment_status"));
    }
}
