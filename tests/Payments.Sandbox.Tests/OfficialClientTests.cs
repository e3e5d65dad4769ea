using Booking.Testing;

namespace Payments.Sandbox.Tests;

/// <summary>The providers' own clients speak to the sandbox and check its signatures: the one part of the tests that nobody here has written twice.</summary>
public sealed class OfficialClientTests
{
    static readonly NodePackages Clients = new("official-clients", "stripe@23.1.0", "razorpay@2.9.8");

    [Fact]
    public Task Stripe_s_own_client_takes_the_sandbox_for_Stripe() => Run("stripe-checkout.mjs", sandbox => sandbox.Stripe);

    [Fact]
    public Task Razorpay_s_own_client_takes_the_sandbox_for_Razorpay() => Run("razorpay-links.mjs", sandbox => sandbox.Razorpay);

    static async Task Run(string script, Func<Sandbox, Uri> address)
    {
        await using var sandbox = await Sandbox.Start();

        var output = await Clients.Run(script, address(sandbox).ToString(), sandbox.Control.ToString());

        Assert.Contains("All well", output, StringComparison.Ordinal);
    }
}
