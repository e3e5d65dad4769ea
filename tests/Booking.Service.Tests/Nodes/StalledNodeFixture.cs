using Booking.Contracts;
using Booking.EventStore.Outbox;
using Microsoft.Extensions.DependencyInjection;
using Payments.Sandbox;

namespace Booking.Service.Tests.Nodes;

/// <summary>The service beside a sandbox of a provider; this node takes no messages, so that another one does.</summary>
public sealed class StalledNodeFixture : ServiceFixture
{
    const string Name = "stalled";
    Sandbox? sandbox;

    public SandboxControls Providers => sandbox!.Controls;

    /// <summary>Where a further node finds the provider.</summary>
    public (string Key, string? Value) Address => ("Payments:Stripe:BaseAddress", sandbox!.Stripe.AbsoluteUri);

    public override async ValueTask InitializeAsync()
    {
        sandbox = await Sandbox.Start();
        await base.InitializeAsync();
    }

    /// <summary>A clinic whose doctor takes payments at the provider.</summary>
    public async Task<Clinic> OpenClinic()
    {
        var clinic = await Clinic.Open(this);
        var key = $"sk_test_{Name}{clinic.Doctor:N}";
        var gateway = (await Ops().SetGateway(clinic.Doctor, new StripeGatewayRequest(GatewayMode.Test, "USD", key, [$"whsec_{Name}"]))).Value;
        using var http = Http();
        Providers.AddAccount(new StripeMerchant($"{clinic.Doctor}", key, [$"whsec_{Name}"], new(http.BaseAddress!, gateway.WebhookPath)));
        Providers.SetClock(Now);
        return clinic;
    }

    protected override void Replace(IServiceCollection services) => services.Remove(services.Single(service => service.ImplementationType == typeof(OutboxWorker)));

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (sandbox is not null)
            await sandbox.DisposeAsync();
    }
}
