using System.Security.Cryptography;
using System.Text.Json.Serialization;

namespace Booking.Service.Gateways;

/// <summary>What of an account only the account's owner and the provider know. Every provider uses the members that it has.</summary>
/// <param name="Key">Stripe's secret key, Razorpay's key secret, PayTabs' server key.</param>
/// <param name="KeyId">Razorpay's.</param>
/// <param name="WebhookSecrets">Stripe's and Razorpay's; the newest first.</param>
/// <param name="EarlierKeys">PayTabs': still good for signatures, the newest first.</param>
/// <param name="Instructions">Of <c>manual</c>: a bank account may stand in it.</param>
public sealed record GatewaySecrets(
    string? Key = null, string? KeyId = null, EquatableList<string>? WebhookSecrets = null, EquatableList<string>? EarlierKeys = null,
    string? Instructions = null)
{
    const int MostEarlierKeys = 2;

    internal static SealedRows Sealed { get; } = new(
        "gateway_secrets", "select account_id::text as key, sealed as envelope from gateway_secrets",
        "update gateway_secrets set sealed = $3 where account_id = $1::uuid and sealed = $2", key => Bound(new(Guid.Parse(key))));

    /// <summary>
    /// These secrets in the place of those before. Where keys sign notifications, what the provider had signed with an earlier one is
    /// still on its way: the last two stay.
    /// </summary>
    public GatewaySecrets After(GatewaySecrets? before)
    {
        if (EarlierKeys is null || before is null)
            return this;
        EquatableList<string> earlier = before.EarlierKeys ?? [];
        return this with
        {
            EarlierKeys = before.Key == Key ? earlier : earlier.Prepend(before.Key!).Where(key => key != Key).Take(MostEarlierKeys).ToEquatableList(),
        };
    }

    /// <summary>Sealed for the one account.</summary>
    public byte[] Seal(MasterKeys keys, GatewayAccountId account) => keys.Seal(this, GatewayJson.Default.GatewaySecrets, Bound(account));

    /// <exception cref="CryptographicException">Altered, another account's, or its master key is not configured.</exception>
    public static GatewaySecrets Open(MasterKeys keys, GatewayAccountId account, byte[] envelope) =>
        keys.Open(envelope, GatewayJson.Default.GatewaySecrets, Bound(account));

    /// <summary>Names the kind and nothing else, so that no secret is printed by accident.</summary>
    public override string ToString() => nameof(GatewaySecrets);

    internal static byte[] Bound(GatewayAccountId account) => [.. account.Value.ToByteArray(bigEndian: true), .. "gateway"u8];
}

/// <summary>How secrets are written inside their envelope; members may be added, never renamed.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(GatewaySecrets))]
[JsonSerializable(typeof(string))]
sealed partial class GatewayJson : JsonSerializerContext;
