namespace Payments.Adapters.Wire;

/// <summary>What our own ids look like on the wire, and how texts of a provider are made fit for a log.</summary>
static class Names
{
    const int LongestCode = 64;

    /// <summary>Our payment in a page's or refund's name (<see cref="CheckoutKey.Ours"/>, <see cref="RefundOrder.Ours"/>) or alone.</summary>
    public static Guid? PaymentOf(string? ours) =>
        ours is null ? null
        : Guid.TryParseExact(ours, "D", out var alone) ? alone
        : ours.Length > 33 && ours[32] == '-' && Guid.TryParseExact(ours.AsSpan(0, 32), "N", out var first) ? first
        : null;

    /// <summary>A provider's code, cut to 64 characters of letters, digits and <c>_-. </c>, so that nothing else reaches a log through it.</summary>
    public static string Code(string? text, string otherwise)
    {
        if (string.IsNullOrEmpty(text)) return otherwise;
        var clean = text.Length > LongestCode ? text[..LongestCode] : text;
        return string.Concat(clean.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or ' ' ? c : '_'));
    }
}
