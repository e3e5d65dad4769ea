using Booking.Contracts;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Payments.Adapters.Manual;
using Payments.Sandbox;
using SandboxHost = Payments.Sandbox.Sandbox;

namespace Payments.Adapters.Tests.Conformance;

/// <summary>One provider, an account with it, and a payment of 200.00 that a test opens, pays and gives back.</summary>
sealed class Desk : IAsyncDisposable
{
    readonly SandboxHost? sandbox;
    readonly PaymentGateways gateways;
    readonly ManualBook book = new();

    Desk(PaymentProvider provider, SandboxHost? sandbox, TimeSpan? attempt = null)
    {
        this.sandbox = sandbox;
        gateways = new(attempt is { } time ? Options(sandbox) with { AttemptTimeout = time } : Options(sandbox), NullLoggerFactory.Instance);
        Gateway = provider == PaymentProvider.Manual ? new ManualGateway(book) : gateways.For(provider);
        Account = provider switch
        {
            PaymentProvider.Stripe => Samples.Stripe,
            PaymentProvider.Razorpay => Samples.Razorpay,
            PaymentProvider.PayTabs => Samples.PayTabs,
            _ => Samples.Manual,
        };
        Order = Samples.Order(new(20_000, Account.Currency)) with { Operation = Guid.NewGuid(), Payment = Guid.NewGuid(), ExpiresAt = Now + Duration.FromMinutes(40) };
    }

    public IPaymentGateway Gateway { get; }

    public GatewayAccount Account { get; set; }

    public CheckoutOrder Order { get; set; }

    public SandboxControls Controls => sandbox!.Controls;

    Instant Now => Instant.FromUnixTimeSeconds((sandbox?.Controls.Now ?? Samples.Now).ToUnixTimeSeconds());

    public static async Task<Desk> Open(
        PaymentProvider provider, Uri? webhooks = null, Func<PayTabsMerchant, PayTabsMerchant>? paytabs = null, TimeSpan? attempt = null)
    {
        if (provider == PaymentProvider.Manual) return new(provider, null);
        var started = await SandboxHost.Start();
        var (stripe, razorpay, tabs) = (Samples.Stripe, Samples.Razorpay, Samples.PayTabs);
        started.Controls.AddAccount(new StripeMerchant("stripe", stripe.SecretKey, stripe.WebhookSecrets, webhooks));
        started.Controls.AddAccount(new RazorpayMerchant("razorpay", razorpay.KeyId, razorpay.KeySecret, razorpay.WebhookSecrets, webhooks));
        var merchant = new PayTabsMerchant("paytabs", tabs.Region, tabs.ProfileId, tabs.ServerKey, webhooks);
        started.Controls.AddAccount(paytabs is null ? merchant : paytabs(merchant));
        return new(provider, started, attempt);
    }

    public void Fault(SandboxOperation operation, FaultKind kind, int times = 1) => Controls.Fault(Gateway.Provider, operation, kind, times);

    public int Asked(SandboxOperation operation) => Controls.Journal.Count(entry => entry.Operation == operation);

    public Task<GatewayResult<OpenedCheckout>> TryCreate() =>
        Gateway.CreateCheckout(Account, Order, Gateway.WriteCheckout(Account, Order, Now), CancellationToken.None);

    public async Task<string> Create() => Value(await TryCreate()).Reference;

    /// <summary>Opens a page and pays it.</summary>
    /// <returns>The provider's id of the page.</returns>
    public async Task<string> Paid()
    {
        var page = await Create();
        Pay(page);
        return page;
    }

    public void Pay(string page)
    {
        if (sandbox is null) book.Pay(page, "receipt-1", Order.Amount);
        else Controls.Pay(page);
    }

    public async Task<CheckoutSnapshot> Read(string? page) =>
        Value(await Gateway.GetStatus(Account, Order.Key with { Reference = page }, CancellationToken.None));

    public async Task<CaptureSnapshot> Capture(string page) => (await Read(page)).Captures.Single();

    public Task<GatewayResult<CheckoutClosing>> TryCancel(string page) =>
        Gateway.CancelCheckout(Account, Order.Key with { Reference = page }, CancellationToken.None);

    public async Task<CheckoutClosing> Cancel(string page) => Value(await TryCancel(page));

    /// <summary>The order for a refund of what came through a page.</summary>
    public async Task<RefundOrder> RefundOf(string page, long amount) =>
        new(Guid.NewGuid(), Order.Payment, Order.Attempt, 1, (await Capture(page)).Reference, new(amount, Account.Currency));

    public Task<GatewayResult<RefundSnapshot>> TryRefund(RefundOrder order) =>
        Gateway.Refund(Account, order, Gateway.WriteRefund(Account, order), CancellationToken.None);

    public async Task<RefundSnapshot> Find(RefundOrder order, string? reference = null) =>
        Value(await Gateway.FindRefund(Account, order, reference, CancellationToken.None));

    public NotificationVerdict Verify(Wire.StubProvider.Delivery delivery) =>
        Gateway.VerifyNotification(Account, name => delivery.Headers.GetValueOrDefault(name), delivery.Body, Now);

    public static T Value<T>(GatewayResult<T> result) =>
        result.Failure is null ? result.Value! : throw new InvalidOperationException(result.Failure.ToString());

    public async ValueTask DisposeAsync()
    {
        gateways.Dispose();
        if (sandbox is not null) await sandbox.DisposeAsync();
    }

    // A circuit that opened in a test of faults would hide what the test is about.
    static GatewayOptions Options(SandboxHost? sandbox) => sandbox is null
        ? new()
        : Wire.Calls.Options(sandbox.Stripe) with { Razorpay = sandbox.Razorpay, PayTabs = sandbox.PayTabs, CircuitThroughput = 1000 };
}
