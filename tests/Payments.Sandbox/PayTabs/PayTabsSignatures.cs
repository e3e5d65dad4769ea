using System.Security.Cryptography;
using System.Text;

namespace Payments.Sandbox;

/// <summary>PayTabs' two signatures: HMAC-SHA256 with the server key in lower-case hex.</summary>
public static class PayTabsSignatures
{
    /// <summary>Of a callback or IPN, over the bytes as sent.</summary>
    public static string OfNotice(ReadOnlySpan<byte> body, string serverKey) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(serverKey), body));

    /// <summary>Of the browser's return: over the fields that are not empty, sorted by name, in the form encoding of PHP.</summary>
    public static string OfReturn(IEnumerable<KeyValuePair<string, string>> fields, string serverKey) =>
        OfNotice(Encoding.UTF8.GetBytes(BuildQuery(fields
            .Where(field => field.Key != "signature" && field.Value.Length > 0)
            .OrderBy(field => field.Key, StringComparer.Ordinal))), serverKey);

    /// <summary>
    /// PHP's <c>http_build_query</c>: a space is a plus, and everything but ASCII letters, digits, hyphen, underscore and point is
    /// percent-encoded in upper case; also the tilde.
    /// </summary>
    public static string BuildQuery(IEnumerable<KeyValuePair<string, string>> fields) =>
        string.Join('&', fields.Select(field => Encode(field.Key) + "=" + Encode(field.Value)));

    /// <summary>What the browser brings back: no amount, and no signature after an error.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Return(PayTabsTransaction transaction, string serverKey)
    {
        var (code, message) = PayTabsJson.Result(transaction);
        var fields = new List<KeyValuePair<string, string>>
        {
            new("acquirerMessage", ""),
            new("acquirerRRN", ""),
            new("cartId", transaction.CartId),
            new("customerEmail", transaction.Customer?["email"]?.ToString() ?? ""),
            new("respCode", code),
            new("respMessage", message),
            new("respStatus", transaction.Status),
            new("token", ""),
            new("tranRef", transaction.TranRef),
        };
        fields.Insert(7, new("signature", transaction.Status == "E" ? "" : OfReturn(fields, serverKey)));
        return fields;
    }

    static string Encode(string text)
    {
        var encoded = new StringBuilder();
        foreach (var octet in Encoding.UTF8.GetBytes(text))
        {
            var letter = (char)octet;
            if (letter == ' ') encoded.Append('+');
            else if (char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.') encoded.Append(letter);
            else encoded.Append('%').Append(octet.ToString("X2"));
        }

        return encoded.ToString();
    }
}
