using Booking.Contracts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Payments.Adapters.Manual;
using Payments.Adapters.PayTabs;
using Payments.Adapters.Razorpay;
using Payments.Adapters.Stripe;

namespace Payments.Adapters;

/// <summary>All providers, one gateway each for the life of the process: connections, circuits and budgets are shared by all accounts.</summary>
public sealed class PaymentGateways(GatewayOptions options, ILoggerFactory loggers) : IDisposable
{
    readonly StripeGateway stripe = new(options, loggers.CreateLogger<StripeGateway>());
    readonly RazorpayGateway razorpay = new(options, loggers.CreateLogger<RazorpayGateway>());
    readonly PayTabsGateway paytabs = new(options, loggers.CreateLogger<PayTabsGateway>());
    readonly ManualGateway manual = new(new());

    public IPaymentGateway For(PaymentProvider provider) => provider switch
    {
        PaymentProvider.Stripe => stripe,
        PaymentProvider.Razorpay => razorpay,
        PaymentProvider.PayTabs => paytabs,
        PaymentProvider.Manual => manual,
        _ => throw new ArgumentOutOfRangeException(nameof(provider), provider, "There is no such provider."),
    };

    public void Dispose()
    {
        stripe.Dispose();
        razorpay.Dispose();
        paytabs.Dispose();
    }
}

/// <summary>Puts the gateways into a host.</summary>
public static class PaymentGatewaysServices
{
    /// <summary>
    /// Adds <see cref="PaymentGateways"/>. Each address is the provider's own unless <c>Payments:Stripe:BaseAddress</c>,
    /// <c>Payments:Razorpay:BaseAddress</c> or <c>Payments:PayTabs:BaseAddress</c> (for all regions) names another.
    /// <c>Payments:PayTabs:QueriesPerMinute</c> (1 to 1000) takes the place of <see cref="GatewayOptions.PayTabsQueriesPerMinute"/>.
    /// </summary>
    /// <param name="production">Whether an address that is not the provider's own over https is refused: money and keys would go there.</param>
    /// <exception cref="InvalidOperationException">An address is not one, or not allowed in production; the message names the setting.</exception>
    public static IServiceCollection AddPaymentGateways(this IServiceCollection services, IConfiguration configuration, bool production)
    {
        var options = GatewayAddresses.Read(configuration, production);
        return services.AddSingleton(provider => new PaymentGateways(options, provider.GetRequiredService<ILoggerFactory>()));
    }
}
