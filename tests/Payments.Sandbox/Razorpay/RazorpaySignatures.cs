using System.Security.Cryptography;
using System.Text;

namespace Payments.Sandbox;

/// <summary>Razorpay's two signatures: HMAC-SHA256 in lower-case hex, over UTF-8.</summary>
public static class RazorpaySignatures
{
    /// <summary>Of a notification, over the bytes as sent.</summary>
    /// <param name="secret">Of the webhook; not the API secret.</param>
    public static string OfWebhook(ReadOnlySpan<byte> body, string secret) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body));

    /// <summary>Of the browser's return from a payment link.</summary>
    /// <param name="keySecret">The API secret; not that of the webhook.</param>
    public static string OfReturn(string linkId, string referenceId, string status, string paymentId, string keySecret) =>
        OfWebhook(Encoding.UTF8.GetBytes($"{linkId}|{referenceId}|{status}|{paymentId}"), keySecret);

    /// <summary>Where the browser goes from a paid link: its callback with the five parameters in the query.</summary>
    /// <returns>Null when the link has no callback.</returns>
    public static Uri? Return(RazorpayLink link, RazorpayPayment payment, string keySecret)
    {
        if (link.CallbackUrl is null) return null;
        var reference = link.ReferenceId ?? "";
        var query = string.Join('&', new (string Name, string Value)[]
        {
            ("razorpay_payment_id", payment.Id),
            ("razorpay_payment_link_id", link.Id),
            ("razorpay_payment_link_reference_id", reference),
            ("razorpay_payment_link_status", link.Status),
            ("razorpay_signature", OfReturn(link.Id, reference, link.Status, payment.Id, keySecret)),
        }.Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value)}"));
        return new Uri(link.CallbackUrl + (link.CallbackUrl.Contains('?') ? "&" : "?") + query);
    }
}
