using System.Security.Cryptography;
using System.Text.Json.Serialization;
using NodaTime;

namespace Booking.Service.Webhooks;

/// <summary>An endpoint's secret, and those before it that still sign.</summary>
/// <param name="Current"><c>whsec_</c> and base64.</param>
/// <param name="Earlier">The newest first.</param>
public sealed record WebhookSecrets(string Current, EquatableList<EarlierSecret> Earlier)
{
    /// <summary>How long the secret before signs beside the new one, so that a receiver has time to change.</summary>
    public static readonly Duration Overlap = Duration.FromHours(24);

    /// <summary>More would make the header of signatures long without helping anybody.</summary>
    public const int MostEarlier = 4;

    const int Bytes = 32;

    internal static SealedRows Sealed { get; } = new(
        "webhooks", "select id::text as key, sealed as envelope from webhooks",
        "update webhooks set sealed = $3 where id = $1::uuid and sealed = $2", key => Bound(Guid.Parse(key)));

    public static WebhookSecrets New() => new(Random(), []);

    /// <summary>Those that sign at an instant, the newest first.</summary>
    public IEnumerable<string> At(Instant now) => Earlier.Where(earlier => earlier.LivesAt(now)).Select(earlier => earlier.Secret).Prepend(Current);

    /// <returns>Null when so many still sign that none can be added.</returns>
    public WebhookSecrets? Rotated(Instant now)
    {
        var living = Earlier.Where(earlier => earlier.LivesAt(now)).Prepend(new EarlierSecret(Current, (now + Overlap).ToUnixTimeMilliseconds())).ToEquatableList();
        return living.Count > MostEarlier ? null : new(Random(), living);
    }

    public byte[] Seal(MasterKeys keys, Guid webhook) => keys.Seal(this, WebhookJson.Default.WebhookSecrets, Bound(webhook));

    /// <exception cref="CryptographicException">Altered, another endpoint's, or its master key is not configured.</exception>
    public static WebhookSecrets Open(MasterKeys keys, Guid webhook, byte[] envelope) =>
        keys.Open(envelope, WebhookJson.Default.WebhookSecrets, Bound(webhook));

    /// <summary>Names the kind and nothing else, so that no secret is printed by accident.</summary>
    public override string ToString() => nameof(WebhookSecrets);

    static string Random() => WebhookSignature.Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes));

    static byte[] Bound(Guid webhook) => [.. webhook.ToByteArray(bigEndian: true), .. "webhook"u8];
}

/// <param name="Until">In milliseconds since 1970.</param>
public sealed record EarlierSecret(string Secret, long Until)
{
    public bool LivesAt(Instant now) => now < Instant.FromUnixTimeMilliseconds(Until);

    /// <summary>Names the kind and nothing else, so that no secret is printed by accident.</summary>
    public override string ToString() => nameof(EarlierSecret);
}

/// <summary>How secrets are written inside their envelope; members may be added, never renamed.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(WebhookSecrets))]
[JsonSerializable(typeof(EarlierSecret))]
sealed partial class WebhookJson : JsonSerializerContext;
