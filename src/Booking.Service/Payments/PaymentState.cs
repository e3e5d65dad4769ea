using System.Collections.Immutable;
using Booking.Contracts;

namespace Booking.Service.Payments;

public enum CheckoutState
{
    /// <summary>Asked for; the provider has not said yes.</summary>
    Requested,
    Open,

    /// <summary>Open, and somebody's payment is on its way.</summary>
    Processing,
    Paid,
    Expired,
    Failed,
}

/// <summary>One page of a payment.</summary>
/// <param name="Reference">The provider's id; null until it is open.</param>
/// <param name="Url">Null until it is open.</param>
public sealed record Checkout(CheckoutRequested Order, CheckoutState State, string? Reference, string? Url)
{
    public int Attempt => Order.Attempt;

    /// <summary>Somebody may be paying there.</summary>
    public bool IsOpen => State is CheckoutState.Open or CheckoutState.Processing;
    public bool IsLive => State is CheckoutState.Requested || IsOpen;
}

/// <summary>Money that has come in.</summary>
public sealed record Capture(PaymentPaid As, bool IsDisputed, bool IsLost)
{
    public string Reference => As.Reference;
    public bool IsManual => As.Method is not null;
}

public enum RefundState
{
    Requested,
    Accepted,
    Succeeded,
    Failed,
}

/// <summary>Money that goes back.</summary>
/// <param name="Reference">The provider's id; null until it is known.</param>
/// <param name="Mends">How much of it stands in for what had failed to go back when it was made; of one made by hand at the provider.</param>
public sealed record PaymentRefund(
    int Number, Money Amount, string Capture, RefundWhy Why, Guid? Operation, RefundState State, string? Reference, Money Mends)
{
    /// <summary>Decided and not over.</summary>
    public bool IsOpen => State is RefundState.Requested or RefundState.Accepted;
}

public sealed record Anomaly(AnomalyFound As, bool IsResolved);

/// <param name="Closed">The visit ended unpaid.</param>
/// <param name="HandedBack">How much of what was refunded in cash has left the till.</param>
public sealed record PaymentState(
    PaymentInitiated? Initiated, bool Closed, Money HandedBack, ImmutableArray<Checkout> Checkouts, ImmutableArray<Capture> Captures,
    ImmutableArray<PaymentRefund> Refunds, ImmutableArray<Anomaly> Anomalies)
{
    public PaymentInitiated Payment => Initiated ?? throw new InvalidOperationException("There is no such payment.");

    /// <summary>Everything that has come in.</summary>
    public Money Captured => Sum(Captures.Select(c => c.As.Captured));

    /// <summary>Everything that has gone back.</summary>
    public Money Refunded => Sum(Refunds.Where(r => r.State == RefundState.Succeeded).Select(r => r.Amount));

    /// <summary>What is decided to go back and has not.</summary>
    public Money Refunding => Sum(Refunds.Where(r => r.IsOpen).Select(r => r.Amount));

    /// <summary>What should have gone back and did not, so that people must see to it.</summary>
    public Money Stuck => AtLeastNothing(NotGoneBack - Mended);

    /// <summary>What the desk gave back, or somebody at the provider, beside what the rules give back.</summary>
    public Money GivenBack => WithoutFailed(RefundWhy.Desk) + WithoutFailed(RefundWhy.ByHand) - Mended;

    /// <summary>What the clinic has, less what is on its way back.</summary>
    public Money Remaining => Captured - Refunded - Refunding;

    /// <summary>Cash that was refunded and is still in the till.</summary>
    public Money ToHandBack => Sum(Refunds.Where(r => r.State == RefundState.Succeeded && IsManual(r)).Select(r => r.Amount)) - HandedBack;

    /// <summary>Nothing has come and the visit has not ended: money is welcome.</summary>
    public bool IsWaiting => Initiated is not null && !Closed && Captures.IsEmpty;

    /// <summary>The page that the patient is to use; null when there is none.</summary>
    public Checkout? Current => IsWaiting && Checkouts is [.., { IsLive: true } last] ? last : null;

    public Checkout Page(int attempt) => Checkouts.First(c => c.Attempt == attempt);

    /// <summary>Who has the money, whatever page was asked for after the one that was paid; before any has come, who is to get it.</summary>
    public PaymentProvider Provider =>
        Captures is [var first, ..] ? ProviderOf(first.Reference)
        : Checkouts is [.., var last] ? last.Order.Provider
        : Payment.Provider;

    public PaymentStatus Status => this switch
    {
        _ when Captures.Any(c => c.IsDisputed || c.IsLost) => PaymentStatus.Disputed,
        { Captures.IsEmpty: false } => Settled,
        { Closed: true } => PaymentStatus.Expired,
        { Checkouts: [.., { State: CheckoutState.Processing }] } => PaymentStatus.Processing,
        { Checkouts: [.., { State: CheckoutState.Failed }] } => PaymentStatus.Failed,
        { Checkouts: [.., { State: CheckoutState.Expired }] } => PaymentStatus.Expired,
        _ => PaymentStatus.Pending,
    };

    PaymentStatus Settled =>
        Refunded.IsZero || (Captured - Refunded).Amount >= Payment.Amount.Amount ? PaymentStatus.Paid
        : Refunded == Captured ? PaymentStatus.Refunded
        : PaymentStatus.PartiallyRefunded;

    /// <summary>Through whom the money of a capture came.</summary>
    public PaymentProvider ProviderOf(string capture) =>
        Captures.First(c => c.Reference == capture).As.Attempt is { } attempt ? Page(attempt).Order.Provider : PaymentProvider.Manual;

    public bool IsManual(PaymentRefund refund) => Captures.First(c => c.Reference == refund.Capture).IsManual;

    /// <summary>What was granted because the patient did not come; what of it failed to go back is still owed.</summary>
    public Money GrantedForNoShow => Sum(Refunds.Where(r => r.Why == RefundWhy.NoShow).Select(r => r.Amount));

    Money NotGoneBack => AtLeastNothing(
        Sum(Refunds.Where(r => r is { State: RefundState.Failed, Why: RefundWhy.Cancellation or RefundWhy.Surplus or RefundWhy.NoShow }).Select(r => r.Amount))
        - WithoutFailed(RefundWhy.Again));

    // What was given by hand before anything had failed was a gift, and stays one.
    Money Mended => Sum(Refunds.Where(r => r.State != RefundState.Failed).Select(r => r.Mends));

    Money WithoutFailed(RefundWhy why) => Sum(Refunds.Where(r => r.Why == why && r.State != RefundState.Failed).Select(r => r.Amount));

    static Money AtLeastNothing(Money money) => money with { Amount = Math.Max(0, money.Amount) };

    Money Sum(IEnumerable<Money> parts) => parts.Aggregate(Money.Zero(Initiated?.Amount.Currency ?? "XXX"), static (sum, part) => sum + part);
}
