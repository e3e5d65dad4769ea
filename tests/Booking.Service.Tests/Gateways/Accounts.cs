using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Gateways;
using Microsoft.Extensions.DependencyInjection;
using Payments.Adapters;

namespace Booking.Service.Tests.Gateways;

/// <summary>Accounts as doctors send them, and what is stored of them.</summary>
static class Accounts
{
    public static StripeGatewayRequest Stripe(GatewayMode mode = GatewayMode.Test, string key = "one", string currency = "USD", params string[] webhookSecrets) =>
        new(mode, currency, $"sk_{Wire.Name(mode)}_{key}", webhookSecrets.Length == 0 ? ["whsec_one"] : webhookSecrets);

    public static RazorpayGatewayRequest Razorpay(GatewayMode mode = GatewayMode.Test, params string[] webhookSecrets) =>
        new(mode, "INR", $"rzp_{Wire.Name(mode)}_id", "razorpay-secret", webhookSecrets.Length == 0 ? ["chosen by the merchant"] : webhookSecrets);

    public static PayTabsGatewayRequest PayTabs(string key = "one", string region = "ARE", long profile = 12_345, GatewayMode mode = GatewayMode.Test) =>
        new(mode, "AED", region, profile, key);

    /// <summary>The account as this node reads it now.</summary>
    public static async Task<T> Read<T>(this ServiceFixture service, Guid account) where T : GatewayAccount =>
        (T)(await service.Services.GetRequiredService<GatewayAccounts>().Fresh(new(account), CancellationToken.None))!;

    public static Task<ActiveGateway?> Active(this ServiceFixture service, Guid doctor, PaymentProvider provider) =>
        service.Database.DataSource.FindActiveGateway(new(doctor), provider, CancellationToken.None);

    public static Task<long> Configured(this ServiceFixture service, Guid doctor) => Invariants.Count(
        service, "select count(*) from mt_events where stream_id = $1 and type = 'gateway_configured'", Pg.Uuid(doctor));
}
