using System.Text.Json.Serialization;

namespace Booking.Contracts;

/// <summary>Whether an account with a provider moves real money.</summary>
[JsonConverter(typeof(WireEnum<GatewayMode>))]
public enum GatewayMode
{
    [JsonStringEnumMemberName("test")] Test,
    [JsonStringEnumMemberName("live")] Live,
}

/// <summary>A doctor's account with Stripe. Its secrets are taken and never told again.</summary>
/// <param name="Currency">ISO 4217; what the account charges in.</param>
/// <param name="SecretKey"><c>sk_</c> or restricted <c>rk_</c>, then the mode; at most 255 characters.</param>
/// <param name="WebhookSecrets">1 to 5, each <c>whsec_…</c>, the newest first; several while one is being replaced.</param>
public sealed record StripeGatewayRequest(GatewayMode Mode, string Currency, string SecretKey, IReadOnlyList<string> WebhookSecrets)
{
    /// <summary>Names the kind and nothing else, so that no secret is printed by accident.</summary>
    public override string ToString() => nameof(StripeGatewayRequest);
}

/// <summary>A doctor's account with Razorpay. Its secrets are taken and never told again.</summary>
/// <param name="Currency">ISO 4217; what the account charges in.</param>
/// <param name="KeyId"><c>rzp_</c>, then the mode; at most 255 characters.</param>
/// <param name="KeySecret">At most 255 characters.</param>
/// <param name="WebhookSecrets">1 to 5, chosen by the merchant, the newest first; the one before belongs here for a day after a change.</param>
public sealed record RazorpayGatewayRequest(GatewayMode Mode, string Currency, string KeyId, string KeySecret, IReadOnlyList<string> WebhookSecrets)
{
    /// <summary>Names the kind and nothing else, so that no secret is printed by accident.</summary>
    public override string ToString() => nameof(RazorpayGatewayRequest);
}

/// <summary>A doctor's profile with PayTabs. Its key is taken and never told again; the two before it still verify notifications.</summary>
/// <param name="Mode">As the profile was made: the key does not say.</param>
/// <param name="Currency">ISO 4217; what the account charges in.</param>
/// <param name="Region">The provider's name of it: ARE, SAU, EGY, OMN, JOR, KWT, IRQ, MAR, QAT or GLOBAL.</param>
/// <param name="ProfileId">Positive.</param>
/// <param name="ServerKey">At most 255 characters.</param>
public sealed record PayTabsGatewayRequest(GatewayMode Mode, string Currency, string Region, long ProfileId, string ServerKey)
{
    /// <summary>Names the kind and nothing else, so that no secret is printed by accident.</summary>
    public override string ToString() => nameof(PayTabsGatewayRequest);
}

/// <summary>How patients of a doctor pay at the desk. Every doctor takes such money, also without this.</summary>
/// <param name="Instructions">1 to 2,000 characters.</param>
public sealed record ManualGatewayRequest(string Instructions);

/// <summary>An account as it stands after a change; nothing secret is told.</summary>
/// <param name="WebhookPath">Where the provider is to send notifications, below the service's address; null for <c>manual</c>, which sends none.</param>
/// <param name="Active">Whether it takes new payments; those made before go on with the account that they were made with.</param>
public sealed record GatewayAnswer(Guid AccountId, string? WebhookPath, bool Active);

/// <summary>One of a doctor's accounts, for those who may change it; nothing secret is told.</summary>
/// <param name="WebhookPath">As in <see cref="GatewayAnswer"/>.</param>
/// <param name="Active">As in <see cref="GatewayAnswer"/>; one account a provider at most.</param>
/// <param name="Currency">Null for <c>manual</c>, which takes any.</param>
public sealed record GatewayItem(
    PaymentProvider Provider, Guid AccountId, string? WebhookPath, bool Active, GatewayMode Mode, string? Currency);
