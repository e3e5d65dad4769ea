using Booking.Contracts;

namespace Payments.Adapters;

/// <summary>A doctor's account with a provider. Secrets are in it: it is never written to a log, an event or an answer.</summary>
/// <param name="Live">Whether real money moves. A notification or payment of the other mode is not this account's.</param>
/// <param name="Currency">The currency in which the account charges, ISO 4217.</param>
public abstract record GatewayAccount(Guid Id, bool Live, string Currency)
{
    /// <summary>With whom the account is.</summary>
    public abstract PaymentProvider Provider { get; }

    /// <summary>Names the account and nothing else, so that no secret is printed by accident.</summary>
    public sealed override string ToString() => $"{GetType().Name} {Id}";
}

/// <param name="SecretKey"><c>sk_test_…</c> or <c>sk_live_…</c> (or restricted, <c>rk_…</c>), of the same mode as the account.</param>
/// <param name="WebhookSecrets"><c>whsec_…</c>, the newest first; several while one is being replaced.</param>
public sealed record StripeAccount(Guid Id, bool Live, string Currency, string SecretKey, IReadOnlyList<string> WebhookSecrets)
    : GatewayAccount(Id, Live, Currency)
{
    public override PaymentProvider Provider => PaymentProvider.Stripe;
}

/// <param name="KeyId"><c>rzp_test_…</c> or <c>rzp_live_…</c>.</param>
/// <param name="WebhookSecrets">Chosen by the merchant; the one before stays for at least 24 hours, because old events are signed with it.</param>
public sealed record RazorpayAccount(Guid Id, bool Live, string Currency, string KeyId, string KeySecret, IReadOnlyList<string> WebhookSecrets)
    : GatewayAccount(Id, Live, Currency)
{
    public override PaymentProvider Provider => PaymentProvider.Razorpay;
}

/// <param name="Region">The provider's own three letters (<c>ARE</c>, <c>SAU</c>, …) or <c>GLOBAL</c>: which host knows the key.</param>
/// <param name="ProfileId">Positive.</param>
/// <param name="ServerKey">Signs notifications, too.</param>
/// <param name="EarlierServerKeys">Still accepted in signatures while a key is being replaced.</param>
public sealed record PayTabsAccount(
    Guid Id, bool Live, string Currency, string Region, long ProfileId, string ServerKey, IReadOnlyList<string> EarlierServerKeys)
    : GatewayAccount(Id, Live, Currency)
{
    public override PaymentProvider Provider => PaymentProvider.PayTabs;
}

/// <param name="Instructions">What the patient is told about paying at the desk.</param>
public sealed record ManualAccount(Guid Id, bool Live, string Currency, string Instructions) : GatewayAccount(Id, Live, Currency)
{
    public override PaymentProvider Provider => PaymentProvider.Manual;
}
