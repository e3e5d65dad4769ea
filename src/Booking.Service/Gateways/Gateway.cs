using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Doctors;

namespace Booking.Service.Gateways;

/// <summary>
/// An account with a payment provider was put: a new one, or one whose currency, keys or standing changed. What is secret of it is
/// not in here, so an event that equals the one before says that a key was replaced.
/// </summary>
/// <param name="Live">Whether real money moves.</param>
/// <param name="Currency">ISO 4217; null for a provider that takes any.</param>
/// <param name="Active">Takes new payments from now on; then no other account of this provider does.</param>
/// <param name="Region">PayTabs alone: whose host knows the key.</param>
/// <param name="ProfileId">PayTabs alone.</param>
public sealed record GatewayConfigured(
    GatewayAccountId Account, PaymentProvider Provider, bool Live, string? Currency, bool Active, string? Region, long? ProfileId) : DoctorEvent
{
    /// <summary>The accounts as they stand with this one: in its old place or at the end, and alone in being active if it is.</summary>
    public EquatableList<GatewayConfigured> PutInto(EquatableList<GatewayConfigured>? accounts)
    {
        var others = (accounts ?? []).Select(other => Active && other.Provider == Provider ? other with { Active = false } : other).ToList();
        var place = others.FindIndex(other => other.Account == Account);
        if (place < 0)
            others.Add(this);
        else
            others[place] = this;
        return others.ToEquatableList();
    }
}

/// <summary>
/// An account's id is made of what the account is, not of its keys: replacing a key keeps it, and test and live never share one. So the
/// path to which a provider sends notifications stays the same for the account's life.
/// </summary>
public static class GatewayAccountIds
{
    /// <summary>The account of a doctor with a provider that gives each mode an account of its own.</summary>
    public static GatewayAccountId Of(DoctorId doctor, PaymentProvider provider, bool live) =>
        Derive(doctor, $"gateway/{Wire.Name(provider)}/{Mode(live)}");

    /// <summary>A doctor's PayTabs profile; it is known in its region only.</summary>
    public static GatewayAccountId OfPayTabs(DoctorId doctor, bool live, string region, long profile) =>
        Derive(doctor, $"gateway/{Wire.Name(PaymentProvider.PayTabs)}/{Mode(live)}/{region}/{profile}");

    /// <summary>What a doctor's patients pay at the desk; it exists without being configured.</summary>
    public static GatewayAccountId Manual(DoctorId doctor) => Derive(doctor, "gateway/manual");

    /// <returns>Where the provider sends notifications, below the service's address; null for one that sends none.</returns>
    public static string? WebhookPath(this GatewayAccountId account, PaymentProvider provider) =>
        provider == PaymentProvider.Manual ? null : $"/webhooks/{Wire.Name(provider)}/{account}";

    static string Mode(bool live) => Wire.Name(live ? GatewayMode.Live : GatewayMode.Test);

    static GatewayAccountId Derive(DoctorId doctor, string name) => new(StreamId.Derive(doctor.Value, name).Value);
}
