namespace Booking.Contracts.Tests;

public sealed class GatewayClientTests : IAsyncLifetime
{
    static readonly Guid Id = Guid.Parse("018f3a5e-0000-7000-8000-000000000001");

    readonly EchoServer server = new();
    BookingClient client = null!;

    public async ValueTask InitializeAsync() => client = new BookingClient(await server.Start());

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task An_account_goes_to_its_providers_own_path_and_prints_no_secret()
    {
        var stripe = new StripeGatewayRequest(GatewayMode.Test, "USD", "sk_test_secret", ["whsec_secret"]);
        var razorpay = new RazorpayGatewayRequest(GatewayMode.Test, "INR", "rzp_test_1", "secret", ["secret"]);
        var payTabs = new PayTabsGatewayRequest(GatewayMode.Test, "AED", "ARE", 1, "secret");

        await client.SetGateway(Id, stripe);
        Assert.Equal($"PUT /api/doctors/{Id}/gateways/stripe", server.Sent.Call);
        await client.SetGateway(Id, razorpay);
        Assert.Equal($"PUT /api/doctors/{Id}/gateways/razorpay", server.Sent.Call);
        await client.SetGateway(Id, payTabs);
        Assert.Equal($"PUT /api/doctors/{Id}/gateways/paytabs", server.Sent.Call);
        await client.SetGateway(Id, new ManualGatewayRequest("Cash"));
        Assert.Equal($"PUT /api/doctors/{Id}/gateways/manual", server.Sent.Call);
        Assert.DoesNotContain("secret", $"{stripe} {razorpay} {payTabs}", StringComparison.Ordinal);
    }
}
