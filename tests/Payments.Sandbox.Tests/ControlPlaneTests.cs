using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Payments.Sandbox.Tests;

public sealed class ControlPlaneTests
{
    [Fact]
    public async Task All_that_a_test_can_do_is_done_over_HTTP_too()
    {
        await using var bench = await StripeBench.Start();
        using var client = new HttpClient { BaseAddress = bench.Sandbox.Control };
        await Post(client, "accounts", $$"""{"secretKey":"{{StripeBench.Key}}","webhookSecrets":["whsec_x"],"provider":"stripe","id":"clinic","webhookUrl":"{{bench.Inbox.Address}}"}""");
        await Post(client, "clock", """{"now":"2030-01-01T00:00:00Z"}""");
        await Post(client, "clock", """{"advance":"PT1H"}""");
        Assert.InRange(bench.Now, 1_893_459_600, 1_893_459_660);

        await Post(client, "faults", """{"provider":"stripe","operation":"create","kind":"status502","times":1,"wait":"00:00:02"}""");
        Assert.Equal(502, (await bench.Post("/v1/checkout/sessions", bench.Checkout())).Status);
        var session = await bench.Open();
        await Post(client, $"checkouts/{session}/pay", "");
        await Post(client, "accounts/clinic/refunds-stay-pending", "");
        await Post(client, $"payments/{session}/refund-by-hand", """{"money":{"amount":100,"currency":"USD"}}""");
        var refund = (await bench.Get("/v1/refunds")).Body!["data"]![0]!;
        await Post(client, $"refunds/{refund["id"]}/fail", "");
        await Post(client, $"payments/{session}/open-dispute", "");
        await Post(client, "webhooks/settled", "");

        var journal = JsonNode.Parse(await client.GetStringAsync(new Uri("journal", UriKind.Relative)))!.AsArray();
        var webhooks = JsonNode.Parse(await client.GetStringAsync(new Uri("webhooks", UriKind.Relative)))!.AsArray();
        Assert.Equal(("pending", 502), (refund["status"]!.GetValue<string>(), journal[0]!["status"]!.GetValue<int>()));
        Assert.Equal(bench.Types.Order(), webhooks.Select(w => w!["type"]!.GetValue<string>()).Order());
    }

    [Theory]
    [InlineData("checkouts/cs_unknown/pay", "", 409)]
    [InlineData("checkouts/cs_unknown/fly", "", 400)]
    [InlineData("clock", "{", 400)]
    [InlineData("clock", """{"advance":"soon"}""", 400)]
    [InlineData("accounts", """{"provider":"bank","id":"x"}""", 400)]
    [InlineData("faults", """{"provider":"stripe","operation":"create","kind":"fire"}""", 400)]
    public async Task What_cannot_be_done_is_refused_and_says_why(string path, string body, int status)
    {
        await using var bench = await StripeBench.Start();
        using var client = new HttpClient { BaseAddress = bench.Sandbox.Control };
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), content);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.NotEmpty(JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["error"]!.GetValue<string>());
    }

    static async Task Post(HttpClient client, string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), content);
        Assert.True(answer.StatusCode == HttpStatusCode.NoContent, $"{path}: {await answer.Content.ReadAsStringAsync()}");
    }
}
