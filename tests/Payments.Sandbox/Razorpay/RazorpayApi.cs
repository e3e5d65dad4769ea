using System.Text.Json;

namespace Payments.Sandbox;

/// <summary>Which path does what.</summary>
public static class RazorpayApi
{
    public const string RefundKey = "X-Refund-Idempotency";

    public static SandboxOperation Classify(SandboxRequest request) => (request.Method, Parts(request.Path)) switch
    {
        ("POST", ["v1", "payment_links"]) => SandboxOperation.Create,
        ("POST", ["v1", "payment_links", _, "cancel"]) => SandboxOperation.Cancel,
        ("POST", ["v1", "payments", _, "refund"]) => SandboxOperation.Refund,
        ("GET", ["v1", "payments", _, "refunds"] or ["v1", "refunds", _]) => SandboxOperation.FindRefund,
        ("GET", ["v1", "payment_links" or "payments" or "orders" or "disputes", ..]) => SandboxOperation.Read,
        _ => RazorpayPage.CodeOf(request.Path) is null ? SandboxOperation.Other : SandboxOperation.Page,
    };

    /// <param name="pages">Where the hosted pages begin.</param>
    public static RazorpayAnswer Handle(RazorpayWork work, SandboxRequest request, Uri pages)
    {
        var query = SandboxRequest.Pairs(request.Query).DistinctBy(pair => pair.Key).ToDictionary();
        if (request.Method == "GET") return Read(work, Parts(request.Path), query.GetValueOrDefault);
        using var document = Body(request);
        if (document is null) return RazorpayAnswer.Bad("incorrect JSON object received");
        var body = document.RootElement;
        return (request.Method, Parts(request.Path)) switch
        {
            ("POST", ["v1", "payment_links"]) => RazorpayLinks.Create(work, body, pages),
            ("POST", ["v1", "payment_links", var id, "cancel"]) => RazorpayLinks.Cancel(work, id),
            ("POST", ["v1", "payments", var id, "capture"]) => RazorpayPayments.Capture(work, id, body),
            ("POST", ["v1", "payments", var id, "refund"]) => RazorpayRefunds.Create(work, id, body, request.Header(RefundKey)),
            _ => NoSuchPath,
        };
    }

    static RazorpayAnswer NoSuchPath => RazorpayAnswer.Bad("The requested URL was not found on the server.");

    static RazorpayAnswer Read(RazorpayWork work, string[] path, Func<string, string?> query)
    {
        var (paging, refusal) = RazorpayPaging.Read(query);
        if (paging is null) return refusal!;
        return path switch
        {
            ["v1", "payment_links"] => RazorpayLinks.List(work, query("reference_id"), query("payment_id")),
            ["v1", "payment_links", var id] => RazorpayLinks.Get(work, id),
            ["v1", "orders", var id] => RazorpayPayments.GetOrder(work, id),
            ["v1", "orders", var id, "payments"] => RazorpayPayments.OfOrder(work, id),
            ["v1", "payments", var id] => RazorpayPayments.Get(work, id),
            ["v1", "payments", var id, "refunds"] => RazorpayRefunds.OfPayment(work, id, paging),
            ["v1", "refunds", var id] => RazorpayRefunds.Get(work, id),
            ["v1", "disputes"] => RazorpayPayments.Disputes(work, paging),
            ["v1", "disputes", var id] => RazorpayPayments.GetDispute(work, id),
            _ => NoSuchPath,
        };
    }

    /// <returns>An empty object for no body; null for one that is not JSON or does not say that it is.</returns>
    static JsonDocument? Body(SandboxRequest request)
    {
        if (request.Body.Length == 0) return JsonDocument.Parse("{}");
        if (request.Header("Content-Type")?.Split(';')[0].Trim().ToLowerInvariant() != "application/json") return null;
        try
        {
            return JsonDocument.Parse(request.Body);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    static string[] Parts(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries);
}
