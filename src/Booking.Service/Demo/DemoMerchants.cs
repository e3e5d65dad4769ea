using System.Buffers.Binary;
using System.Text.Json.Nodes;
using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Gateways;

namespace Booking.Service.Demo;

/// <summary>A test account of a doctor of the demo clinic, as the service keeps it and as the sandbox has to know it.</summary>
/// <param name="Draft">What <see cref="PutGateway"/> takes.</param>
/// <param name="Merchant">What the sandbox's control plane takes, but for the address of the notifications.</param>
/// <param name="WebhookField">Under which name that address is told.</param>
public sealed record DemoMerchant(GatewayDraft Draft, JsonObject Merchant, string WebhookField);

/// <summary>
/// Which doctor takes payments through whom. Keys are derived from the account, so a restart keeps them; they are no secret, which is well for
/// play money on loopback: nothing is made here unless the provider is the sandbox.
/// </summary>
public static class DemoMerchants
{
    static readonly string[] RazorpayZones =
        ["Asia/Kolkata", "Asia/Kathmandu", "Asia/Dhaka", "Asia/Colombo", "Asia/Singapore", "Asia/Dubai"];

    /// <summary>PayTabs' regions by the doctor's zone; where it has none of its own there is the global one.</summary>
    static readonly Dictionary<string, string> PayTabsRegions = new(StringComparer.Ordinal)
    {
        ["Asia/Dubai"] = "ARE",
        ["Asia/Riyadh"] = "SAU",
        ["Asia/Kuwait"] = "KWT",
        ["Asia/Muscat"] = "OMN",
        ["Asia/Amman"] = "JOR",
        ["Africa/Cairo"] = "EGY",
        ["Asia/Bahrain"] = "GLOBAL",
        ["Asia/Karachi"] = "GLOBAL",
    };

    /// <summary>
    /// Stripe for everybody; Razorpay in and around India and in Dubai, so that Dr. Sarah Ahmed has all; PayTabs where it is at home. Only
    /// where the provider can charge exactly the doctor's fees.
    /// </summary>
    /// <param name="takes">Whether a provider can charge this.</param>
    public static IEnumerable<DemoMerchant> Of(DemoDoctor doctor, Func<PaymentProvider, Money, bool> takes)
    {
        if (Takes(PaymentProvider.Stripe))
            yield return Stripe(doctor);
        if (RazorpayZones.Contains(doctor.TimeZone, StringComparer.Ordinal) && Takes(PaymentProvider.Razorpay))
            yield return Razorpay(doctor);
        if (PayTabsRegions.TryGetValue(doctor.TimeZone, out var region) && Takes(PaymentProvider.PayTabs))
            yield return PayTabs(doctor, region);

        bool Takes(PaymentProvider provider) => takes(provider, doctor.Fees.Standard) && takes(provider, doctor.Fees.Followup);
    }

    static DemoMerchant Stripe(DemoDoctor doctor)
    {
        var request = new StripeGatewayRequest(
            GatewayMode.Test, doctor.Currency, $"sk_test_{Key(doctor, "stripe/key")}", [$"whsec_{Key(doctor, "stripe/webhook")}"]);
        return Merchant(GatewayDraft.Of(doctor.Id, request), doctor, "webhookUrl", new()
        {
            ["secretKey"] = request.SecretKey,
            ["webhookSecrets"] = new JsonArray(request.WebhookSecrets[0]),
        });
    }

    static DemoMerchant Razorpay(DemoDoctor doctor)
    {
        var request = new RazorpayGatewayRequest(
            GatewayMode.Test, doctor.Currency, $"rzp_test_{Key(doctor, "razorpay/id")}", Key(doctor, "razorpay/key"), [Key(doctor, "razorpay/webhook")]);
        return Merchant(GatewayDraft.Of(doctor.Id, request), doctor, "webhookUrl", new()
        {
            ["keyId"] = request.KeyId,
            ["keySecret"] = request.KeySecret,
            ["webhookSecrets"] = new JsonArray(request.WebhookSecrets[0]),
        });
    }

    static DemoMerchant PayTabs(DemoDoctor doctor, string region)
    {
        var profile = 100_000 + (BinaryPrimitives.ReadUInt32BigEndian(Guid.Parse(Key(doctor, "paytabs/profile")).ToByteArray()) % 900_000);
        var request = new PayTabsGatewayRequest(GatewayMode.Test, doctor.Currency, region, profile, Key(doctor, "paytabs/key"));
        return Merchant(GatewayDraft.Of(doctor.Id, request), doctor, "ipnUrl", new()
        {
            ["region"] = region,
            ["profileId"] = profile,
            ["serverKey"] = request.ServerKey,
        });
    }

    static DemoMerchant Merchant(GatewayDraft draft, DemoDoctor doctor, string webhookField, JsonObject fields)
    {
        fields["provider"] = Wire.Name(draft.Provider);
        fields["id"] = draft.Account.ToString();
        fields["merchantName"] = doctor.FullName;
        return new(draft, fields, webhookField);
    }

    static string Key(DemoDoctor doctor, string what) => StreamId.Derive(doctor.Id.Value, $"demo/{what}").Value.ToString("N");
}
