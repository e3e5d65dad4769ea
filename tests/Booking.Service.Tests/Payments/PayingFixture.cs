using Booking.Contracts;
using Booking.Service.Payments;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using Payments.Adapters;
using Payments.Sandbox;
using Xunit;

namespace Booking.Service.Tests.Payments;

/// <summary>The service beside sandboxes of the three providers, on one clock.</summary>
public class PayingFixture : ServiceFixture
{
    Sandbox? sandbox;

    public SandboxControls Providers => sandbox!.Controls;

    /// <summary>Where the node and any further one finds the providers.</summary>
    public (string Key, string? Value)[] Addresses =>
    [
        ("Payments:Stripe:BaseAddress", sandbox!.Stripe.AbsoluteUri), ("Payments:Razorpay:BaseAddress", sandbox.Razorpay.AbsoluteUri),
        ("Payments:PayTabs:BaseAddress", sandbox.PayTabs.AbsoluteUri),
        ("Payments:PayTabs:QueriesPerMinute", "1000"), // Counted by real time, while in tests days pass in seconds.
    ];

    protected override (string Key, string? Value)[] Settings => Addresses;

    /// <summary>A circuit that one test's faults opened would, for real seconds, fail the calls of the next.</summary>
    protected override void Replace(IServiceCollection services) => services.AddSingleton(provider => new PaymentGateways(
        new()
        {
            Stripe = sandbox!.Stripe, Razorpay = sandbox.Razorpay, PayTabs = sandbox.PayTabs, PayTabsQueriesPerMinute = 1_000, CircuitThroughput = 1_000_000,
        },
        provider.GetRequiredService<ILoggerFactory>()));

    public override async ValueTask InitializeAsync()
    {
        sandbox = await Sandbox.Start();
        await base.InitializeAsync();
    }

    /// <summary>Moves service and providers on together.</summary>
    public async Task PassTime(Duration by)
    {
        await Advance(by);
        Providers.SetClock(Now);
    }

    /// <summary>One round of asking the providers about everything that is due.</summary>
    public Task<int> Reconcile() => Node.Services.GetRequiredService<Reconciler>().Run(TestContext.Current.CancellationToken);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (sandbox is not null)
            await sandbox.DisposeAsync();
    }
}
