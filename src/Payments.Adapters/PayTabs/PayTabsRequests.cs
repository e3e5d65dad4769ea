using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Booking.Contracts;
using NodaTime;

namespace Payments.Adapters.PayTabs;

/// <summary>What is sent to PayTabs, as JSON.</summary>
static class PayTabsRequests
{
    const int LongestUrl = 255;

    static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="now">PayTabs counts a page's life in whole minutes from when it is made; it is cut short rather than made longer.</param>
    public static string Page(PayTabsAccount account, CheckoutOrder order, Instant now) => Write(new()
    {
        ["profile_id"] = account.ProfileId,
        ["tran_type"] = "sale",
        ["tran_class"] = "ecom",
        ["cart_id"] = order.Key.Ours,
        ["cart_description"] = order.Description,
        ["cart_currency"] = order.Amount.Currency,
        ["cart_amount"] = Amount(order.Amount),
        ["hide_shipping"] = true,
        ["paypage_ttl"] = Math.Max(1, (long)(order.ExpiresAt - now).TotalMinutes),
        ["return"] = order.ReturnUrl.AbsoluteUri,
        ["callback"] = order.CallbackUrl.AbsoluteUri,
    });

    public static string Refund(PayTabsAccount account, RefundOrder order) => Write(new()
    {
        ["profile_id"] = account.ProfileId,
        ["tran_type"] = "refund",
        ["tran_class"] = "ecom",
        ["tran_ref"] = order.Capture,
        ["cart_id"] = order.Ours,
        ["cart_description"] = "Refund",
        ["cart_currency"] = order.Amount.Currency,
        ["cart_amount"] = Amount(order.Amount),
    });

    /// <summary>Asks by a cart, which is answered with a list; or by a transaction, which is answered with one. Never by both.</summary>
    public static string Query(PayTabsAccount account, string field, string value) =>
        Write(new() { ["profile_id"] = account.ProfileId, [field] = value });

    /// <summary>
    /// Whether PayTabs would take an address to come back to: https on the usual port of a name that is not this machine, at most 255
    /// characters. Elsewhere it sends an empty body or nothing, and a payment would go unnoticed.
    /// </summary>
    public static bool IsTakenLive(Uri address) =>
        address.Scheme == Uri.UriSchemeHttps && address.IsDefaultPort && !address.IsLoopback && address.HostNameType == UriHostNameType.Dns
        && !IPAddress.TryParse(address.Host, out _) && address.Host.Contains('.') && address.AbsoluteUri.Length <= LongestUrl;

    static decimal Amount(Money money) =>
        PayTabsAmounts.ToWire(money) ?? throw new ArgumentOutOfRangeException(nameof(money), money, "PayTabs cannot charge exactly this.");

    static string Write(JsonObject body) => body.ToJsonString(Plain);
}
