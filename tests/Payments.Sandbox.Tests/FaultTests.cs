using System.Text.Json;

namespace Payments.Sandbox.Tests;

public sealed class FaultTests
{
    [Fact]
    public async Task A_dropped_answer_leaves_the_work_done_and_a_dropped_request_does_not()
    {
        await using var bench = await StripeBench.Start();
        bench.Controls.Fault(PaymentProvider.Stripe, SandboxOperation.Create, FaultKind.DropRequest);
        bench.Controls.Fault(PaymentProvider.Stripe, SandboxOperation.Create, FaultKind.DropResponse);
        await Assert.ThrowsAsync<HttpRequestException>(bench.Open);
        Assert.Equal(0, await Count(bench));
        await Assert.ThrowsAsync<HttpRequestException>(bench.Open);
        Assert.Equal(1, await Count(bench));
        await bench.Open();
        Assert.Equal(2, await Count(bench));
    }

    [Fact]
    public async Task An_unreadable_answer_is_of_work_that_was_done()
    {
        await using var bench = await StripeBench.Start();
        bench.Controls.Fault(PaymentProvider.Stripe, SandboxOperation.Create, FaultKind.Unreadable2xx);
        await Assert.ThrowsAnyAsync<JsonException>(bench.Open);
        Assert.Equal(1, await Count(bench));
    }

    [Fact]
    public async Task A_gateway_s_error_is_no_JSON_and_did_nothing()
    {
        await using var bench = await StripeBench.Start();
        bench.Controls.Fault(PaymentProvider.Stripe, SandboxOperation.Any, FaultKind.Status502);
        var answer = await bench.Post("/v1/checkout/sessions", bench.Checkout());
        Assert.Equal((502, null), (answer.Status, answer.Body));
        Assert.Equal(0, await Count(bench));
    }

    [Fact]
    public async Task Slow_headers_come_whole_in_the_end()
    {
        await using var bench = await StripeBench.Start();
        var id = await bench.Open();
        bench.Controls.Fault(PaymentProvider.Stripe, SandboxOperation.Read, FaultKind.SlowHeaders, wait: TimeSpan.FromMilliseconds(50));
        var answer = await bench.Get($"/v1/checkout/sessions/{id}");
        Assert.Equal((200, id), (answer.Status, answer.Id));
        Assert.True(answer.Headers.Contains("Request-Id"));
    }

    [Fact]
    public async Task A_fault_meets_its_operation_so_often_as_was_said()
    {
        await using var bench = await StripeBench.Start();
        bench.Controls.Fault(PaymentProvider.Stripe, SandboxOperation.Refund, FaultKind.Status500, times: 2);
        var intent = await bench.Paid();
        int[] met = [(await bench.Refund(intent)).Status, (await bench.Refund(intent)).Status, (await bench.Refund(intent)).Status];
        Assert.Equal([500, 500, 200], met);
    }

    [Fact]
    public async Task The_journal_has_every_request_and_no_secret()
    {
        await using var bench = await StripeBench.Start();
        bench.Controls.Fault(PaymentProvider.Stripe, SandboxOperation.Refund, FaultKind.DropResponse);
        var intent = await bench.Paid();
        await Assert.ThrowsAsync<HttpRequestException>(() => bench.Refund(intent, 100, "refund-1"));
        var entries = bench.Controls.Journal;
        Assert.Equal([SandboxOperation.Create, SandboxOperation.Read, SandboxOperation.Refund], entries.Select(e => e.Operation));
        var last = entries[^1];
        Assert.Equal((3, "POST", "/v1/refunds", null, "refund-1", FaultKind.DropResponse), (last.Sequence, last.Method, last.Path, last.Status, last.IdempotencyKey, last.Fault));
        Assert.Contains("amount=100", last.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(StripeBench.Key, JsonSerializer.Serialize(entries, SandboxJson.Options), StringComparison.Ordinal);
    }

    static async Task<int> Count(StripeBench bench) => (await bench.Get("/v1/checkout/sessions")).Body!["data"]!.AsArray().Count;
}
