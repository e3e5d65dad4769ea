namespace Payments.Sandbox.Tests;

public sealed class StripeIdempotencyTests
{
    [Fact]
    public async Task The_same_key_and_parameters_answer_the_same_once_more()
    {
        await using var bench = await StripeBench.Start();
        var form = bench.Checkout();
        var first = await bench.Post("/v1/checkout/sessions", form, "create-1");
        var second = await bench.Post("/v1/checkout/sessions", form.Reverse(), "create-1");
        Assert.Equal((first.Status, first.Text), (second.Status, second.Text));
        Assert.Equal((false, true), (first.Replayed, second.Replayed));
        Assert.Single((await bench.Get("/v1/checkout/sessions")).Body!["data"]!.AsArray());
    }

    [Fact]
    public async Task Another_request_under_a_used_key_is_refused()
    {
        await using var bench = await StripeBench.Start();
        var form = bench.Checkout();
        await bench.Post("/v1/checkout/sessions", form, "create-1");
        form["expires_at"] = $"{bench.Now + 7200}";
        var body = await bench.Post("/v1/checkout/sessions", form, "create-1");
        var endpoint = await bench.Post("/v1/refunds", [new("payment_intent", "pi_1")], "create-1");
        Assert.Equal((400, "idempotency_error"), (body.Status, body.ErrorType));
        Assert.Equal((400, "idempotency_error"), (endpoint.Status, endpoint.ErrorType));
    }

    [Fact]
    public async Task A_request_in_progress_turns_its_repeat_away()
    {
        await using var bench = await StripeBench.Start();
        bench.Controls.Fault(PaymentProvider.Stripe, SandboxOperation.Create, FaultKind.Delay, wait: TimeSpan.FromMinutes(10));
        var form = bench.Checkout();
        using var patience = new CancellationTokenSource();
        var slow = bench.Post("/v1/checkout/sessions", form, "create-1", patience.Token);
        while (bench.Controls.Journal.Count == 0) await Task.Yield();
        var meanwhile = await bench.Post("/v1/checkout/sessions", form, "create-1");
        Assert.Equal((409, "idempotency_key_in_use"), (meanwhile.Status, meanwhile.Error));
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => slow);

        // It ends when the sandbox has seen that nobody waits for the answer any more.
        Answer again;
        do
            again = await bench.Post("/v1/checkout/sessions", form, "create-1");
        while (again.Status == 409);
        Assert.Equal((200, true), (again.Status, again.Replayed));
    }

    [Fact]
    public async Task A_server_error_is_stored_and_replayed()
    {
        await using var bench = await StripeBench.Start();
        bench.Controls.Fault(PaymentProvider.Stripe, SandboxOperation.Create, FaultKind.Status500);
        var form = bench.Checkout();
        var broken = await bench.Post("/v1/checkout/sessions", form, "create-1");
        var again = await bench.Post("/v1/checkout/sessions", form, "create-1");
        Assert.Equal((500, 500, true), (broken.Status, again.Status, again.Replayed));
        Assert.Equal(200, (await bench.Post("/v1/checkout/sessions", form, "create-2")).Status);
    }

    [Fact]
    public async Task Invalid_parameters_and_too_many_requests_are_not_stored()
    {
        await using var bench = await StripeBench.Start();
        bench.Controls.Fault(PaymentProvider.Stripe, SandboxOperation.Create, FaultKind.Status429, wait: TimeSpan.FromSeconds(3));
        var form = bench.Checkout();
        var limited = await bench.Post("/v1/checkout/sessions", form, "create-1");
        Assert.Equal((429, "rate_limit", 3d), (limited.Status, limited.Error, limited.Headers.RetryAfter!.Delta!.Value.TotalSeconds));
        form["surprise"] = "1";
        Assert.Equal(400, (await bench.Post("/v1/checkout/sessions", form, "create-1")).Status);
        form.Remove("surprise");
        Assert.Equal((200, false), ((await bench.Post("/v1/checkout/sessions", form, "create-1")) is var taken ? (taken.Status, taken.Replayed) : default));
    }

    [Fact]
    public async Task What_the_state_refused_is_stored()
    {
        await using var bench = await StripeBench.Start();
        var intent = await bench.Paid();
        await bench.Refund(intent);
        var refused = await bench.Refund(intent, key: "refund-1");
        var again = await bench.Refund(intent, key: "refund-1");
        Assert.Equal((400, "charge_already_refunded", true), (again.Status, refused.Error, again.Replayed));
    }

    [Fact]
    public async Task After_a_day_a_key_is_forgotten()
    {
        await using var bench = await StripeBench.Start();
        var intent = await bench.Paid();
        var first = await bench.Refund(intent, 100, "refund-1");
        bench.Controls.Advance(Duration.FromHours(23));
        Assert.Equal(first.Id, (await bench.Refund(intent, 100, "refund-1")).Id);
        bench.Controls.Advance(Duration.FromHours(2));
        Assert.NotEqual(first.Id, (await bench.Refund(intent, 100, "refund-1")).Id);
    }
}
