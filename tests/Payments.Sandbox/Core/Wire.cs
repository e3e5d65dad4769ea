using System.Text;

namespace Payments.Sandbox;

/// <summary>What a request is for. Pages of payers are <see cref="Page"/>; everything else that is not named is <see cref="Other"/>.</summary>
public enum SandboxOperation
{
    Any,
    Create,
    Read,
    Cancel,
    Refund,
    FindRefund,
    Other,
    Page,
}

/// <summary>A request as a provider gets it, read whole.</summary>
/// <param name="Path">Decoded, begins with a slash, without the query.</param>
/// <param name="Query">As it came, without the question mark; empty when there is none.</param>
/// <param name="Headers">By name in any case; several values are joined by a comma.</param>
/// <param name="Body">At most <see cref="MaxBody"/> bytes.</param>
public sealed record SandboxRequest(string Method, string Path, string Query, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    /// <summary>In bytes.</summary>
    public const int MaxBody = 1 << 20;

    /// <summary>The body as UTF-8.</summary>
    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>Run, with the state locked, after the answer was sent, cut or dropped: until then the request is in progress.</summary>
    public IList<Action> Finally { get; } = [];

    /// <returns>Null when the header is not there.</returns>
    public string? Header(string name) => Headers.GetValueOrDefault(name);

    /// <summary>The decoded pairs of a query or a form, in order.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Pairs(string encoded) =>
        [.. encoded.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(Pair)];

    static KeyValuePair<string, string> Pair(string part)
    {
        var equals = part.IndexOf('=');
        return equals < 0 ? new(Decoded(part), "") : new(Decoded(part[..equals]), Decoded(part[(equals + 1)..]));
    }

    static string Decoded(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}

/// <summary>What a provider answers.</summary>
public sealed record SandboxAnswer(int Status, string ContentType, string Body)
{
    /// <summary>Beside content type and length.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The provider's name for the request, for the journal; null when it gives none.</summary>
    public string? RequestId { get; init; }

    public static SandboxAnswer Json(int status, string body) => new(status, "application/json", body);

    /// <summary>Sends the browser on with GET.</summary>
    public static SandboxAnswer SeeOther(string location) => new(303, "text/plain", "") { Headers = [new("Location", location)] };
}

/// <summary>An action that the provider's state does not allow; the message says why. The control plane answers 409 with it.</summary>
public sealed class SandboxRefusedException(string message) : InvalidOperationException(message);
