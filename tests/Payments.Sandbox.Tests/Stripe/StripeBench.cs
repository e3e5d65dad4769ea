using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace Payments.Sandbox.Tests;

/// <param name="Body">Null when it was not JSON.</param>
public sealed record Answer(int Status, JsonNode? Body, string Text, HttpResponseHeaders Headers)
{
    public string? Error => Body?["error"]?["code"]?.GetValue<string>();

    public string? ErrorType => Body?["error"]?["type"]?.GetValue<string>();

    public string? Param => Body?["error"]?["param"]?.GetValue<string>();

    public string Id => Body!["id"]!.GetValue<string>();

    public bool Replayed => Headers.Contains("Idempotent-Replayed");
}

/// <summary>A sandbox with one Stripe account, its receiver of webhooks and a client.</summary>
public sealed class StripeBench : IAsyncDisposable
{
    public const string Key = "sk_test_bench";
    public const string Secret = "whsec_bench";

    readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { Timeout = TimeSpan.FromSeconds(20) };

    StripeBench(Sandbox sandbox, WebhookInbox inbox)
    {
        Sandbox = sandbox;
        Inbox = inbox;
    }

    public Sandbox Sandbox { get; }

    public WebhookInbox Inbox { get; }

    public SandboxControls Controls => Sandbox.Controls;

    public long Now => Controls.Now.ToUnixTimeSeconds();

    public static async Task<StripeBench> Start(SandboxOptions? options = null)
    {
        var bench = new StripeBench(await Sandbox.Start(options), await WebhookInbox.Open());
        bench.Controls.AddAccount(new StripeMerchant("clinic", Key, [Secret], bench.Inbox.Address) { MerchantName = "Clinic <North>" });
        return bench;
    }

    /// <summary>A form that the real one takes.</summary>
    public Dictionary<string, string> Checkout(string currency = "usd", long amount = 20_000) => new()
    {
        ["mode"] = "payment",
        ["line_items[0][quantity]"] = "1",
        ["line_items[0][price_data][currency]"] = currency,
        ["line_items[0][price_data][unit_amount]"] = amount.ToString(CultureInfo.InvariantCulture),
        ["line_items[0][price_data][product_data][name]"] = "Visit",
        ["success_url"] = "https://clinic.example/back?session={CHECKOUT_SESSION_ID}",
        ["cancel_url"] = "https://clinic.example/cancelled",
        ["client_reference_id"] = "ours-1",
        ["payment_intent_data[metadata][payment_id]"] = "ours",
        ["expires_at"] = (Now + 3600).ToString(CultureInfo.InvariantCulture),
        ["submit_type"] = "book",
        ["adaptive_pricing[enabled]"] = "false",
    };

    public async Task<Answer> Post(string path, IEnumerable<KeyValuePair<string, string>> form, string? key = null, CancellationToken ct = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Sandbox.Stripe, path)) { Content = new FormUrlEncodedContent(form) };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        return await Send(request, ct);
    }

    public async Task<Answer> Get(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Sandbox.Stripe, path));
        return await Send(request);
    }

    /// <summary>Sends it with the account's key unless it has another.</summary>
    public async Task<Answer> Send(HttpRequestMessage request, CancellationToken ct = default)
    {
        request.Headers.Authorization ??= new("Bearer", Key);
        using var answer = await client.SendAsync(request, ct);
        var text = await answer.Content.ReadAsStringAsync(ct);
        var json = answer.Content.Headers.ContentType?.MediaType == "application/json";
        return new((int)answer.StatusCode, json ? JsonNode.Parse(text) : null, text, answer.Headers);
    }

    public async Task<string> Open() => (await Post("/v1/checkout/sessions", Checkout())).Id;

    /// <summary>Pays a new session.</summary>
    /// <returns>The id of its payment intent.</returns>
    public async Task<string> Paid()
    {
        var session = await Open();
        Controls.Pay(session);
        return (await Session(session))["payment_intent"]!.GetValue<string>();
    }

    public async Task<JsonNode> Session(string id) => (await Get($"/v1/checkout/sessions/{id}")).Body!;

    public Task<Answer> Refund(string intent, long? amount = null, string? key = null) => Post(
        "/v1/refunds", amount is null ? [new("payment_intent", intent)] : [new("payment_intent", intent), new("amount", $"{amount}")], key);

    /// <summary>The types of the webhooks so far, in the order of their coming.</summary>
    public IEnumerable<string> Types => Inbox.Received.Select(r => JsonNode.Parse(r.Text)!["type"]!.GetValue<string>());

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await Sandbox.DisposeAsync();
        await Inbox.DisposeAsync();
    }
}
