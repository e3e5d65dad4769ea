using Booking.Contracts;
using NodaTime;
using Payments.Sandbox;
using Xunit;

namespace Booking.Service.Tests.Payments;

/// <summary>A clinic whose doctor takes payments through one provider, and what a payer does there in one word each.</summary>
public sealed class PayingClinic
{
    static int count;

    readonly PayingFixture service;
    readonly string merchant;

    PayingClinic(PayingFixture service, Clinic clinic, PaymentProvider provider, string merchant) =>
        (this.service, Clinic, Provider, this.merchant) = (service, clinic, provider, merchant);

    public Clinic Clinic { get; }
    public PaymentProvider Provider { get; }
    public BookingClient Desk => service.Desk();

    /// <summary>Where the provider sends its notifications, below the node's address.</summary>
    public string WebhookPath { get; private set; } = "";

    public static async Task<PayingClinic> Open(PayingFixture service, PaymentProvider provider, ScheduleRules? rules = null, DoctorPolicy? policy = null, long fee = 20_000)
    {
        var clinic = await Clinic.Open(service, rules, fee: fee, policy: policy);
        var paying = new PayingClinic(service, clinic, provider, $"{Wire.Name(provider)}-{Interlocked.Increment(ref count)}");
        await paying.Configure(provider);
        service.Providers.SetClock(service.Now);
        return paying;
    }

    /// <summary>Gives the doctor an account with a provider, in the sandbox and in the service.</summary>
    public async Task Configure(PaymentProvider provider)
    {
        var (ops, doctor, name) = (service.Ops(), Clinic.Doctor, $"{Wire.Name(provider)}{Guid.NewGuid():N}");
        var gateway = (provider switch
        {
            PaymentProvider.Stripe => await ops.SetGateway(doctor, new StripeGatewayRequest(GatewayMode.Test, "USD", $"sk_test_{name}", [$"whsec_{name}"])),
            PaymentProvider.Razorpay => await ops.SetGateway(doctor, new RazorpayGatewayRequest(GatewayMode.Test, "USD", $"rzp_test_{name}", $"secret{name}", [$"hook{name}"])),
            _ => await ops.SetGateway(doctor, new PayTabsGatewayRequest(GatewayMode.Test, "USD", "ARE", Profile(name), $"key{name}")),
        }).Value;
        using var http = service.Http();
        var webhooks = new Uri(http.BaseAddress!, gateway.WebhookPath);
        (WebhookPath, var id) = (gateway.WebhookPath!, provider == Provider ? merchant : name);
        service.Providers.AddAccount(provider switch
        {
            PaymentProvider.Stripe => new StripeMerchant(id, $"sk_test_{name}", [$"whsec_{name}"], webhooks),
            PaymentProvider.Razorpay => new RazorpayMerchant(id, $"rzp_test_{name}", $"secret{name}", [$"hook{name}"], webhooks),
            _ => new PayTabsMerchant(id, "ARE", Profile(name), $"key{name}"),
        });
    }

    /// <summary>Free starts far enough ahead that no test comes near them, however much time it lets pass before.</summary>
    public Task<List<Instant>> Free() => Clinic.Free(from: Clinic.Today.PlusDays(4), days: 3);

    /// <summary>Held and requested; the answer has the page when the provider opened one within three seconds.</summary>
    public async Task<AppointmentAnswer> Pending(BookingClient who, Instant? start = null, PaymentProvider? provider = null)
    {
        var hold = (await Clinic.Hold(who, start ?? (await Free())[0])).Value;
        return (await who.Book(new(hold.Id, provider ?? Provider))).Value;
    }

    public async Task<AppointmentAnswer> Confirmed(BookingClient who, Instant? start = null)
    {
        var visit = await Pending(who, start);
        await Pay(visit);
        return (await who.Appointment(visit.Id)).Value;
    }

    /// <summary>The payer pays, the provider notifies, and everything that follows has happened.</summary>
    public async Task Pay(AppointmentAnswer visit)
    {
        service.Providers.Pay(await Checkout(visit));
        await Until(visit, AppointmentStatus.Confirmed);
    }

    /// <summary>The provider's id of the visit's last page.</summary>
    public async Task<string> Checkout(AppointmentAnswer visit) => await Invariants.Text(
        service, "select data ->> 'reference' from mt_events where stream_id = $1 and type = 'checkout_opened' order by version desc limit 1", visit.Payment!.Id);

    /// <summary>The provider's id of the first payment that was captured.</summary>
    public async Task<string> Capture(AppointmentAnswer visit) => await Invariants.Text(
        service, "select data ->> 'reference' from mt_events where stream_id = $1 and type = 'payment_paid' order by version limit 1", visit.Payment!.Id);

    /// <summary>The provider's id of a refund.</summary>
    public async Task<string> Refund(AppointmentAnswer visit) => await Invariants.Text(
        service, "select data ->> 'reference' from mt_events where stream_id = $1 and type = 'refund_accepted' order by version desc limit 1", visit.Payment!.Id);

    public void RefundsStayPending(bool on = true) => service.Providers.RefundsStayPending(merchant, on);

    public Task Until(AppointmentAnswer visit, AppointmentStatus status) => Waiting.Until(
        async () => (await Desk.Appointment(visit.Id)).Value.Status == status, $"{Wire.Name(Provider)} visit to be {Wire.Name(status)}");

    public Task Until(AppointmentAnswer visit, Func<PaymentAnswer, bool> holds, string what) => Waiting.Until(
        async () => holds((await Desk.Payment(visit.Payment!.Id)).Value), $"{Wire.Name(Provider)} payment: {what}");

    public async Task<PaymentAnswer> Payment(AppointmentAnswer visit) => (await Desk.Payment(visit.Payment!.Id)).Value;

    public async Task<IReadOnlyList<AnomalyItem>> Anomalies(AppointmentAnswer visit) =>
        [.. (await service.Ops().Anomalies(page: new(100))).Value.Items.Where(item => item.PaymentId == visit.Payment!.Id)];

    /// <summary>Nothing of this payment waits in the outbox.</summary>
    public Task Quiet(AppointmentAnswer visit) => Waiting.Until(
        async () => await Invariants.Count(
            service, "select count(*) from outbox where sent_at is null and dead_at is null and type in ('drive_payment', 'read_payment') and body ->> 'payment' = $1",
            Booking.EventStore.Pg.Text(visit.Payment!.Id.ToString())) == 0,
        "the payment's messages to be delivered");

    static long Profile(string name) => 10_000 + (uint)name.GetHashCode(StringComparison.Ordinal) % 1_000_000;
}
