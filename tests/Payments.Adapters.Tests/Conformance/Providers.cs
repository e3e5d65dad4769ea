using Booking.Contracts;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Payments.Adapters.Tests.Conformance;

/// <summary>Which providers a scenario is for: all of those whose gateway says that it can, and no other.</summary>
static class Providers
{
    public static TheoryData<PaymentProvider> All => Where(_ => true);

    public static TheoryData<PaymentProvider> WithPage => Where(can => can.HasPage);

    public static TheoryData<PaymentProvider> Closing => Where(can => can.CancelsCheckout);

    public static TheoryData<PaymentProvider> ClosingPages => Where(can => can is { HasPage: true, CancelsCheckout: true });

    /// <summary>Those that know a repeat of a refund again.</summary>
    public static TheoryData<PaymentProvider> Replaying => Where(can => can is { HasPage: true, RefundReplay: not null });

    static TheoryData<PaymentProvider> Where(Func<GatewayCapabilities, bool> can)
    {
        using var gateways = new PaymentGateways(new(), NullLoggerFactory.Instance);
        return [.. Enum.GetValues<PaymentProvider>().Where(provider => can(gateways.For(provider).Capabilities))];
    }
}
