using System.Text;
using Payments.Adapters.Wire;

namespace Payments.Adapters.PayTabs;

/// <summary>
/// The signature of the browser's return: over the fields sorted and written as PHP's <c>http_build_query</c> writes them
/// (support.paytabs.com, article 60000718961). No encoder of .NET writes them so. Older plugins of PayTabs leave out the value 0, and a
/// signer in Go would leave ~ as it is: each of these is accepted.
/// </summary>
static class PayTabsReturn
{
    const int LongestReturn = 8192;

    static readonly string[] Documented =
        ["acquirerMessage", "acquirerRRN", "cartId", "customerEmail", "respCode", "respMessage", "respStatus", "token", "tranRef"];

    public static bool IsSigned(IReadOnlyList<string> keys, string parameters)
    {
        if (parameters.Length > LongestReturn) return false;
        var fields = Form.Read(parameters);

        // A page that ended in an error brings none.
        if (!fields.Remove("signature", out var signature) || signature.Length == 0) return false;
        return Variants(fields).Distinct(StringComparer.Ordinal).Any(text => Hmac.Signed(keys, Encoding.UTF8.GetBytes(text), signature));
    }

    // Parameters that stood in our own address are not signed; they are left out by taking the documented fields alone.
    static IEnumerable<string> Variants(Dictionary<string, string> fields)
    {
        var documented = fields.Where(field => Documented.Contains(field.Key)).ToDictionary(StringComparer.Ordinal);
        foreach (var some in new[] { fields, documented })
        {
            foreach (var tilde in new[] { false, true })
            {
                yield return Query(some, dropZero: false, tilde);
                yield return Query(some, dropZero: true, tilde);
            }
        }
    }

    internal static string Query(Dictionary<string, string> fields, bool dropZero, bool tilde) => string.Join('&', fields
        .Where(field => field.Value.Length > 0 && !(dropZero && field.Value == "0"))
        .OrderBy(field => field.Key, StringComparer.Ordinal)
        .Select(field => $"{Encode(field.Key, tilde)}={Encode(field.Value, tilde)}"));

    static string Encode(string text, bool tilde)
    {
        var encoded = new StringBuilder(text.Length);
        foreach (var octet in Encoding.UTF8.GetBytes(text))
        {
            var c = (char)octet;
            if (char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' || (tilde && c == '~')) encoded.Append(c);
            else if (c == ' ') encoded.Append('+');
            else encoded.Append('%').Append(octet.ToString("X2"));
        }

        return encoded.ToString();
    }
}
