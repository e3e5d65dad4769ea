using Booking.Contracts;
using Booking.Service.Tests;
using NodaTime;
using Payments.Sandbox;

namespace Booking.Drills.Storm;

/// <summary>The doctors of a storm: some of each provider, each with an account of their own, open round the clock.</summary>
sealed class StormClinic
{
    const int Horizon = 12, SlotsOfADay = 48, FirstDay = 7;
    static readonly Duration Slot = Duration.FromMinutes(30);

    readonly Dictionary<(PaymentProvider, int), Guid> doctors = [];
    readonly LocalDate today;

    StormClinic(LocalDate today) => this.today = today;

    public static async Task<StormClinic> Open(DrillGround ground, StormPlan plan)
    {
        var clinic = new StormClinic((await ground.Ops().Clock()).Value.Now.InUtc().Date);
        foreach (var provider in StormPlan.Providers)
            for (var number = 0; number < plan.Doctors; number++)
                clinic.doctors[(provider, number)] = await Doctor(ground, provider, number);
        clinic.RefundsStayPending(ground, on: true);
        return clinic;
    }

    public Guid Doctor(StormCase one) => doctors[(one.Provider, one.Doctor)];

    /// <summary>A week ahead and more, so that no start passes before the storm is over.</summary>
    public Instant Start(StormCase one) =>
        today.PlusDays(FirstDay + (one.Slot / SlotsOfADay % (Horizon - FirstDay))).AtMidnight().InUtc().ToInstant() + (Slot * (one.Slot % SlotsOfADay));

    /// <summary>Of the doctors whose refunds the plan wants to be slow.</summary>
    public void RefundsStayPending(DrillGround ground, bool on)
    {
        foreach (var (provider, number) in doctors.Keys.Where(d => StormPlan.KeepsRefundsPending(d.Item2)))
            ground.Providers.RefundsStayPending(Merchant(provider, number), on);
    }

    /// <summary>The sandbox's name of an account.</summary>
    static string Merchant(PaymentProvider provider, int doctor) => $"storm-{provider}-{doctor}";

    /// <summary>Every second one keeps half of what was paid, whenever a visit is cancelled; the others keep nothing.</summary>
    static async Task<Guid> Doctor(DrillGround ground, PaymentProvider provider, int number)
    {
        var (desk, ops) = (ground.Desk(), ground.Ops());
        var doctor = await DrillDoctors.Register(desk, ops, $"Storm {provider} {number}", Horizon);
        if (number % 2 == 1)
            _ = (await desk.SetPolicy(doctor, new([new(0, 50)], RescheduleHoursBefore: 4, NoShowRefundPercent: 0))).Value;
        await Configure(ground, ops, doctor, provider, number);
        return doctor;
    }

    static async Task Configure(DrillGround ground, BookingClient ops, Guid doctor, PaymentProvider provider, int number)
    {
        var (name, profile) = ($"{Wire.Name(provider)}{Guid.NewGuid():N}", 20_000 + number);
        var gateway = (provider switch
        {
            PaymentProvider.Stripe => await ops.SetGateway(doctor, new StripeGatewayRequest(GatewayMode.Test, "USD", $"sk_test_{name}", [$"whsec_{name}"])),
            PaymentProvider.Razorpay => await ops.SetGateway(doctor, new RazorpayGatewayRequest(GatewayMode.Test, "USD", $"rzp_test_{name}", $"secret{name}", [$"hook{name}"])),
            _ => await ops.SetGateway(doctor, new PayTabsGatewayRequest(GatewayMode.Test, "USD", "ARE", profile, $"key{name}")),
        }).Value;
        var (id, webhooks) = (Merchant(provider, number), new Uri(ground.Address, gateway.WebhookPath));
        ground.Providers.AddAccount(provider switch
        {
            PaymentProvider.Stripe => new StripeMerchant(id, $"sk_test_{name}", [$"whsec_{name}"], webhooks),
            PaymentProvider.Razorpay => new RazorpayMerchant(id, $"rzp_test_{name}", $"secret{name}", [$"hook{name}"], webhooks),
            _ => new PayTabsMerchant(id, "ARE", profile, $"key{name}"),
        });
    }
}
