using System.Collections.Immutable;
using System.Diagnostics;
using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Appointments;

namespace Booking.Service.Payments;

public abstract record PaymentEvent;
public sealed record PaymentInitiated(PaymentId Payment, AppointmentId Appointment, DoctorId Doctor, PaymentProvider Provider, Money Amount) : PaymentEvent;

/// <param name="Method">How the desk took the money.</param>
/// <param name="Reference">Number of the receipt or the transfer: the same one again is the same payment.</param>
public sealed record PaymentPaid(Money Captured, ManualMethod Method, string Reference) : PaymentEvent;

/// <summary>Nobody paid in time, or the visit was cancelled unpaid.</summary>
public sealed record PaymentExpired : PaymentEvent;

/// <summary>Decided by the desk or by a cancellation.</summary>
public sealed record RefundRequested(int Number, Money Amount) : PaymentEvent;
public sealed record RefundSucceeded(int Number) : PaymentEvent;

/// <summary>The desk has given refunded cash back to the patient.</summary>
public sealed record CashHandedBack(Money Amount) : PaymentEvent;

/// <param name="Refunds">The amounts of the refunds by number, from 1.</param>
/// <param name="HandedBack">How much of what was refunded in cash has left the till.</param>
public sealed record PaymentState(
    PaymentInitiated? Initiated, PaymentStatus Status, Money Captured, Money Refunded, Money HandedBack, ImmutableArray<Money> Refunds, PaymentPaid? Paid)
{
    public PaymentInitiated Payment => Initiated ?? throw new InvalidOperationException("There is no such payment.");

    /// <summary>Cash that was refunded and is still in the till.</summary>
    public Money ToHandBack => Refunded - HandedBack;
}

/// <summary>The ledger of one visit's money: every movement is an event.</summary>
public static class Payment
{
    static readonly Money None = Money.Zero("XXX");

    public static Category<PaymentState, PaymentEvent> Category { get; } =
        new("payment", new(null, PaymentStatus.Pending, None, None, None, [], null), Evolve);

    public static StreamId Stream(this PaymentId id) => new(id.Value);

    static PaymentState Evolve(PaymentState state, PaymentEvent @event) => @event switch
    {
        PaymentInitiated initiated => state with
        {
            Initiated = initiated,
            Captured = Money.Zero(initiated.Amount.Currency),
            Refunded = Money.Zero(initiated.Amount.Currency),
            HandedBack = Money.Zero(initiated.Amount.Currency),
        },
        PaymentPaid paid => state with { Status = PaymentStatus.Paid, Captured = state.Captured + paid.Captured, Paid = paid },
        PaymentExpired => state with { Status = PaymentStatus.Expired },
        RefundRequested refund => state with { Refunds = [.. state.Refunds, refund.Amount] },
        RefundSucceeded refund => Refunded(state, state.Refunds[refund.Number - 1]),
        CashHandedBack cash => state with { HandedBack = state.HandedBack + cash.Amount },
        _ => throw new UnreachableException($"No rule to evolve a payment by {@event.GetType().Name}."),
    };

    static PaymentState Refunded(PaymentState state, Money amount) => state with
    {
        Refunded = state.Refunded + amount,
        Status = state.Refunded + amount == state.Captured ? PaymentStatus.Refunded : PaymentStatus.PartiallyRefunded,
    };
}
