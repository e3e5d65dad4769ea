using Booking.Contracts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Payments.Adapters.Tests.Wire;

public sealed class RegistrationTests
{
    [Theory]
    [InlineData("Payments:Stripe:BaseAddress", "https://api.stripe.com")]
    [InlineData("Payments:Razorpay:BaseAddress", "https://API.razorpay.com/")]
    [InlineData("Payments:PayTabs:BaseAddress", "https://secure-egypt.paytabs.com")]
    public void In_production_the_providers_own_hosts_may_be_named(string setting, string address) => Add(setting, address, production: true);

    [Theory]
    [InlineData("Payments:Stripe:BaseAddress", "http://api.stripe.com")]
    [InlineData("Payments:Stripe:BaseAddress", "https://api.stripe.com.evil.example")]
    [InlineData("Payments:Stripe:BaseAddress", "https://api.stripe.com:8443")]
    [InlineData("Payments:Razorpay:BaseAddress", "https://api.stripe.com")]
    [InlineData("Payments:PayTabs:BaseAddress", "https://secure.paytabs.example")]
    [InlineData("Payments:PayTabs:BaseAddress", "http://127.0.0.1:5000")]
    public void In_production_any_other_address_stops_the_start_and_is_named(string setting, string address)
    {
        var refusal = Assert.Throws<InvalidOperationException>(() => Add(setting, address, production: true));

        Assert.Equal($"{setting} must be https and one of the provider's own hosts in Production.", refusal.Message);
    }

    [Theory]
    [InlineData("api.stripe.com")]
    [InlineData("ftp://api.stripe.com")]
    [InlineData("https://api.stripe.com/v1")]
    [InlineData("https://user@api.stripe.com")]
    [InlineData("https://api.stripe.com?a=b")]
    public void What_is_no_address_of_a_host_alone_stops_any_start(string address) =>
        Assert.Throws<InvalidOperationException>(() => Add("Payments:Stripe:BaseAddress", address, production: false));

    [Fact]
    public void Outside_of_production_a_sandbox_may_stand_in() => Add("Payments:Stripe:BaseAddress", "http://127.0.0.1:5000", production: false);

    [Fact]
    public void Each_provider_has_its_gateway()
    {
        using var services = Add("unrelated", "x", production: true);
        var gateways = services.GetRequiredService<PaymentGateways>();

        Assert.All(Enum.GetValues<PaymentProvider>(), provider => Assert.Equal(provider, gateways.For(provider).Provider));
    }

    static ServiceProvider Add(string setting, string value, bool production)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(setting, value)]).Build();
        return new ServiceCollection().AddLogging().AddPaymentGateways(configuration, production).BuildServiceProvider();
    }
}
