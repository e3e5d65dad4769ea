using System.Globalization;
using System.Text;
using NodaTime;
using Payments.Adapters.Wire;

namespace Payments.Adapters.Stripe;

/// <summary>The header <c>Stripe-Signature: t=…,v1=…</c> (docs.stripe.com/webhooks/signature). Other schemes than v1 are ignored.</summary>
static class StripeSignature
{
    const int LongestHeader = 4096;
    const int MostSignatures = 20;

    /// <summary>How far the time of signing may be from ours, both ways, so that a recorded delivery cannot be kept for later.</summary>
    public static readonly Duration Tolerance = Duration.FromSeconds(300);

    /// <returns>Why it is refused; null when it is genuine.</returns>
    public static string? Refusal(IReadOnlyList<string> secrets, string? header, ReadOnlySpan<byte> body, Instant now)
    {
        if (header is null) return "no signature";
        if (!TryRead(header, out var time, out var signatures)) return "malformed signature header";
        var signed = Signed(time, body);
        if (!signatures.Exists(signature => Hmac.Signed(secrets, signed, signature))) return "wrong signature";
        var seconds = long.Parse(time, NumberStyles.None, CultureInfo.InvariantCulture);
        return Math.Abs(now.ToUnixTimeSeconds() - seconds) > (long)Tolerance.TotalSeconds ? "signed at another time" : null;
    }

    static bool TryRead(string header, out string time, out List<string> signatures)
    {
        (time, signatures) = ("", []);
        if (header.Length > LongestHeader) return false;
        foreach (var part in header.Split(','))
        {
            var split = part.IndexOf('=');
            if (split < 0) return false;
            var (scheme, value) = (part[..split].Trim(), part[(split + 1)..].Trim());
            if (scheme is "t") time = value;
            if (scheme is "v1" && signatures.Count < MostSignatures) signatures.Add(value);
        }

        // At most 12 digits, so that no arithmetic on it can overflow.
        return time.Length is > 0 and <= 12 && time.All(char.IsAsciiDigit) && signatures.Count > 0;
    }

    static byte[] Signed(string time, ReadOnlySpan<byte> body) => [.. Encoding.ASCII.GetBytes(time), (byte)'.', .. body];
}
