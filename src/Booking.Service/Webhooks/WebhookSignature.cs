using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Booking.Service.Webhooks;

/// <summary>Signs as the Standard Webhooks specification says (symmetric, <c>v1</c>): HMAC-SHA256 over <c>id.timestamp.body</c>.</summary>
public static class WebhookSignature
{
    /// <summary>What a secret begins with; the rest is its bytes in base64.</summary>
    public const string Prefix = "whsec_";

    /// <param name="timestamp">In seconds since 1970.</param>
    public static string Of(string secret, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        var key = Convert.FromBase64String(secret[Prefix.Length..]);
        byte[] signed = [.. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.")), .. body];
        var signature = HMACSHA256.HashData(key, signed);
        CryptographicOperations.ZeroMemory(key);
        return $"v1,{Convert.ToBase64String(signature)}";
    }

    /// <summary>The header's value: one signature a secret, separated by blanks, so that a receiver who knows any of them is content.</summary>
    public static string Header(IEnumerable<string> secrets, string id, long timestamp, byte[] body) =>
        string.Join(' ', secrets.Select(secret => Of(secret, id, timestamp, body)));
}
