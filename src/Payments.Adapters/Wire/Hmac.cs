using System.Security.Cryptography;
using System.Text;

namespace Payments.Adapters.Wire;

/// <summary>HMAC-SHA256 in lower-case hexadecimal, which all three providers use, compared in constant time.</summary>
static class Hmac
{
    const int HexLength = 64;

    public static string Hex(string secret, ReadOnlySpan<byte> message) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), message));

    /// <summary>Whether one of several secrets signed it. An empty secret signs nothing: it would be anybody's.</summary>
    public static bool Signed(IEnumerable<string> secrets, ReadOnlySpan<byte> message, string? signature)
    {
        if (signature is not { Length: HexLength } || !Ascii.IsValid(signature)) return false;
        var claimed = Encoding.ASCII.GetBytes(signature);
        var found = false;
        foreach (var secret in secrets)
        {
            if (secret.Length == 0) continue;
            found |= CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Hex(secret, message)), claimed);
        }

        return found;
    }

    /// <summary>Names a body, to know its next delivery by.</summary>
    public static string Digest(ReadOnlySpan<byte> body) => Convert.ToHexStringLower(SHA256.HashData(body));
}
