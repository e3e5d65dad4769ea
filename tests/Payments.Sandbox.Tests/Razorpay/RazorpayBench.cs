using System.Text;

namespace Payments.Sandbox.Tests.Razorpay;

/// <summary>A sandbox with one Razorpay account, spoken to over HTTP without any adapter, and the account's webhook.</summary>
public sealed class RazorpayBench : IAsyncDisposable
{
    public const string KeySecret = "key-secret";
    public const string WebhookSecret = "webhook-secret";
    public static readonly Instant Start = Instant.FromUtc(2026, 3, 2, 9, 0);

    readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });

    RazorpayBench(Sandbox sandbox, WebhookInbox inbox) => (Sandbox, Inbox) = (sandbox, inbox);

    public Sandbox Sandbox { get; }

    public WebhookInbox Inbox { get; }

    public SandboxControls Controls => Sandbox.Controls;

    public HttpClient Browser => client;

    public RazorpayMerchant Merchant => new("clinic", "rzp_test_clinic", KeySecret, [WebhookSecret], Inbox.Address) { AccountId = "acc_clinic" };

    public static async Task<RazorpayBench> Open(SandboxOptions? options = null)
    {
        var bench = new RazorpayBench(await Sandbox.Start(options), await WebhookInbox.Open());
        bench.Controls.SetClock(Start);
        bench.Controls.AddAccount(bench.Merchant);
        return bench;
    }

    public Task<WireAnswer> Get(string path) => Send(HttpMethod.Get, path, null);

    public Task<WireAnswer> Post(string path, string? json = null, params (string Name, string Value)[] headers) =>
        Send(HttpMethod.Post, path, json, headers);

    public Task<WireAnswer> Send(HttpMethod method, string path, string? json, params (string Name, string Value)[] headers) =>
        WireAnswer.Send(client, method, new Uri(Sandbox.Razorpay, path), json, [("Authorization", Basic(KeySecret)), .. headers]);

    /// <summary>With an Authorization header as given.</summary>
    public Task<WireAnswer> GetAs(string authorization, string path) =>
        WireAnswer.Send(client, HttpMethod.Get, new Uri(Sandbox.Razorpay, path), null, ("Authorization", authorization));

    public static string Basic(string secret) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("rzp_test_clinic:" + secret));

    /// <param name="more">Further fields, each with a comma before it.</param>
    public Task<WireAnswer> CreateLink(string amount = "50000", string currency = "INR", string more = "") =>
        Post("/v1/payment_links", $$"""{"amount":{{amount}},"currency":"{{currency}}"{{more}}}""");

    /// <returns>The id of an open link.</returns>
    public async Task<string> OpenLink(string amount = "50000", string currency = "INR", string more = "") =>
        (await CreateLink(amount, currency, more))["id"]!;

    /// <returns>The ids of a link and of its one captured payment.</returns>
    public async Task<(string Link, string Payment)> PaidLink(string more = "")
    {
        var link = await OpenLink(more: more);
        Controls.Pay(link);
        return (link, (await Attempts(link))[^1].Id);
    }

    /// <returns>All attempts under a link, oldest first.</returns>
    public async Task<IReadOnlyList<(string Id, string Status)>> Attempts(string link)
    {
        var order = (await Get("/v1/payment_links/" + link))["order_id"];
        var items = (await Get($"/v1/orders/{order}/payments")).Json["items"]!.AsArray();
        return [.. items.Select(item => ((string)item!["id"]!, (string)item["status"]!))];
    }

    public Task<WireAnswer> Refund(string payment, string json = "{}", string? key = null) =>
        key is null ? Post($"/v1/payments/{payment}/refund", json) : Post($"/v1/payments/{payment}/refund", json, ("X-Refund-Idempotency", key));

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await Sandbox.DisposeAsync();
        await Inbox.DisposeAsync();
    }
}
