using System.Text.Json.Serialization;

namespace Payments.Sandbox;

/// <summary>A merchant's account with one of the providers. Adding one under the same id again replaces its credentials: a roll.</summary>
/// <param name="Id">The sandbox's own name for it, unique over all providers; nothing of it goes over the wire.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "provider")]
[JsonDerivedType(typeof(StripeMerchant), "stripe")]
[JsonDerivedType(typeof(RazorpayMerchant), "razorpay")]
[JsonDerivedType(typeof(PayTabsMerchant), "paytabs")]
public abstract record SandboxAccount(string Id)
{
    /// <summary>What the hosted page calls the merchant.</summary>
    public string MerchantName { get; init; } = "Sandbox clinic";

    /// <summary>Names the account and nothing else, so that no secret is printed by accident.</summary>
    public sealed override string ToString() => $"{GetType().Name} {Id}";
}

/// <param name="SecretKey"><c>sk_test_…</c> or <c>sk_live_…</c>; decides the mode.</param>
/// <param name="WebhookSecrets"><c>whsec_…</c>, the newest first; every one signs while there are several.</param>
/// <param name="WebhookUrl">Where events go; null: nowhere, they are only listed.</param>
public sealed record StripeMerchant(string Id, string SecretKey, IReadOnlyList<string> WebhookSecrets, Uri? WebhookUrl = null) : SandboxAccount(Id)
{
    /// <summary>The version in which the endpoint's events are rendered.</summary>
    public string ApiVersion { get; init; } = "2026-07-29.dahlia";

    /// <summary>The types of event that the endpoint is subscribed to; all are listed, only these are sent.</summary>
    public IReadOnlyList<string> EnabledEvents { get; init; } =
    [
        "checkout.session.completed", "checkout.session.async_payment_succeeded", "checkout.session.async_payment_failed", "checkout.session.expired",
        "payment_intent.payment_failed", "charge.refunded", "refund.created", "refund.updated", "refund.failed", "charge.refund.updated",
        "charge.dispute.created", "charge.dispute.updated", "charge.dispute.closed", "charge.dispute.funds_withdrawn", "charge.dispute.funds_reinstated",
    ];

    /// <summary>Whether the key is of live mode.</summary>
    [JsonIgnore]
    public bool Live => SecretKey.StartsWith("sk_live_", StringComparison.Ordinal);
}

/// <param name="KeyId"><c>rzp_test_…</c> or <c>rzp_live_…</c>.</param>
/// <param name="WebhookSecrets">The newest first; an event is signed with the one that was newest when it happened, at every delivery.</param>
/// <param name="WebhookUrl">Where events go; null: nowhere.</param>
public sealed record RazorpayMerchant(string Id, string KeyId, string KeySecret, IReadOnlyList<string> WebhookSecrets, Uri? WebhookUrl = null)
    : SandboxAccount(Id)
{
    /// <summary>The id that events carry as <c>account_id</c>.</summary>
    public string AccountId { get; init; } = "acc_SandboxAccount";
}

/// <param name="Region">The provider's three letters (<c>ARE</c>, …) or <c>GLOBAL</c>.</param>
/// <param name="ServerKey">Authenticates requests and signs notifications.</param>
/// <param name="IpnUrl">Where the dashboard's notification of every transaction goes; null: nowhere. Callbacks are told in each request.</param>
public sealed record PayTabsMerchant(string Id, string Region, long ProfileId, string ServerKey, Uri? IpnUrl = null) : SandboxAccount(Id)
{
    /// <summary>Whether business errors come as HTTP 200 with an error body, as some have seen.</summary>
    public bool ErrorsAsOk { get; init; }

    /// <summary>Whether its key belongs to another region's host: everything is refused as not authenticated.</summary>
    public bool WrongRegion { get; init; }

    /// <summary>Whether callback and return addresses must be public https without a port, as the real service demands.</summary>
    public bool RealUrlsOnly { get; init; }

    /// <summary>Whether a held payment is one under review (status H on the page's own reference) and not one by a slow method.</summary>
    public bool ReviewsPayments { get; init; }

    /// <summary>Whether a query by cart leaves out pages that nobody has paid on; whether the real one does is not documented.</summary>
    public bool HidesOpenPages { get; init; }
}
