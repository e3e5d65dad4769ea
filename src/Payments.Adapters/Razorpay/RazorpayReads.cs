using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Payments.Adapters.Wire;

namespace Payments.Adapters.Razorpay;

/// <summary>What is asked of Razorpay to know one link: the link, all payments behind it, and disputes about them.</summary>
sealed class RazorpayReads(GatewayOptions options, ILogger logger)
{
    const int MostPayments = 20;

    public WireClient Client { get; } = new("razorpay", options, RazorpayErrors.WorthAgain, logger);

    /// <returns>Null and no failure when Razorpay knows no such link.</returns>
    public async Task<(JsonElement? Link, GatewayFailure? Failure)> Link(GatewayAccount account, CheckoutKey checkout, CancellationToken ct)
    {
        var path = checkout.Reference is { } id ? $"v1/payment_links/{Escape(id)}" : $"v1/payment_links?reference_id={checkout.Ours}";
        var answer = await Client.Send(Get(account, "read", path), ct);
        if (IsNoSuchId(answer)) return (null, null);
        if (!answer.Succeeded) return (null, RazorpayErrors.Read(answer));
        if (answer.Json is not { } json || (checkout.Reference is null && !RazorpayAnswers.IsListOfLinks(json))) return (null, answer.Unreadable());
        return (checkout.Reference is null ? RazorpayAnswers.LinkOf(json, checkout.Ours) : json, null);
    }

    /// <summary>All payments of the link's order, failed and late ones among them; of a link without an order those that it names.</summary>
    public async Task<(IReadOnlyList<JsonElement>? Payments, GatewayFailure? Failure)> Payments(GatewayAccount account, JsonElement link, CancellationToken ct)
    {
        if (link.Text("order_id") is { Length: > 0 } order)
        {
            var answer = await Client.Send(Get(account, "read payments", $"v1/orders/{Escape(order)}/payments"), ct);
            if (answer.Succeeded) return answer.Json is { } json && json.Child("items") is not null ? ([.. json.Items("items")], null) : (null, answer.Unreadable());
            if (answer.Status is not (400 or 404)) return (null, RazorpayErrors.Read(answer));
        }

        var payments = new List<JsonElement>();
        foreach (var id in RazorpayAnswers.PaymentsOf(link).Take(MostPayments))
        {
            var answer = await Client.Send(Get(account, "read payment", $"v1/payments/{Escape(id)}"), ct);
            if (!answer.Succeeded) return (null, RazorpayErrors.Read(answer));
            if (answer.Json is not { } payment) return (null, answer.Unreadable());
            payments.Add(payment);
        }

        return (payments, null);
    }

    /// <summary>
    /// The newest 100 disputes of the account by payment: there is no filter by payment. An account without access to disputes has none.
    /// </summary>
    public async Task<(Dictionary<string, DisputeStatus>? Disputes, GatewayFailure? Failure)> Disputes(GatewayAccount account, CancellationToken ct)
    {
        var answer = await Client.Send(Get(account, "read disputes", "v1/disputes?count=100"), ct);
        if (answer.Json is { } list && answer.Succeeded) return (RazorpayAnswers.Disputes(list), null);
        return answer.Status is >= 400 and < 500 and not 429 ? (new(StringComparer.Ordinal), null) : (null, RazorpayErrors.Read(answer));
    }

    public WireCall Get(GatewayAccount account, string operation, string path) =>
        new(operation, HttpMethod.Get, new(options.Razorpay, path), Again: true, Reads: true, Headers(account, null));

    /// <summary>Every POST may be repeated: a refund has its key, a reference is used once, a link is cancelled once.</summary>
    /// <param name="body">Empty for none.</param>
    public WireCall Post(GatewayAccount account, string operation, string path, string body, string? key) =>
        new(operation, HttpMethod.Post, new(options.Razorpay, path), Again: true, Reads: false, Headers(account, key)) { Body = (body, "application/json") };

    /// <summary>A read of an id that does not exist is 400 with these words; a 404 counts when it is Razorpay's own.</summary>
    public static bool IsNoSuchId(WireAnswer answer) =>
        answer.IsMissing || answer.Status == 400 && answer.Json?.Child("error").Text("description")?.Contains("does not exist", StringComparison.OrdinalIgnoreCase) == true;

    public static string Escape(string id) => Uri.EscapeDataString(id);

    static Action<System.Net.Http.Headers.HttpRequestHeaders> Headers(GatewayAccount account, string? key) => headers =>
    {
        var razorpay = (RazorpayAccount)account;
        headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{razorpay.KeyId}:{razorpay.KeySecret}")));
        if (key is not null) headers.Add("X-Refund-Idempotency", key);
    };
}
