using Booking.Contracts;
using NodaTime;

namespace Booking.Service.Payments;

public abstract record PaymentEvent;

/// <param name="Provider">As first asked for; each page names its own.</param>
public sealed record PaymentInitiated(PaymentId Payment, AppointmentId Appointment, DoctorId Doctor, PaymentProvider Provider, Money Amount) : PaymentEvent;

/// <summary>A page is to be opened at a provider. What the request is made of is fixed here; a repeat sends the same.</summary>
/// <param name="Attempt">1 for the first page of the payment.</param>
/// <param name="Account">The doctor's account that is to be paid.</param>
/// <param name="Operation">Names the decision to the provider, so that a repeat is one.</param>
/// <param name="ExpiresAt">When the page ends; in whole seconds.</param>
public sealed record CheckoutRequested(int Attempt, PaymentProvider Provider, GatewayAccountId Account, bool Live, Guid Operation, Instant ExpiresAt) : PaymentEvent;

/// <param name="Reference">The provider's id of the page.</param>
/// <param name="Url">Where the patient pays.</param>
public sealed record CheckoutOpened(int Attempt, string Reference, string Url, Instant ExpiresAt) : PaymentEvent;

/// <summary>The page was given up before anybody knew its address, so nobody can pay there.</summary>
/// <param name="Code">The provider's own, or <c>not-opened-in-time</c>, <c>not-needed</c>, <c>superseded</c>.</param>
public sealed record CheckoutFailed(int Attempt, string Code) : PaymentEvent;

/// <summary>An open page has come to its end unpaid. Money that was on its way may still arrive.</summary>
public sealed record CheckoutClosed(int Attempt, CheckoutEnd How) : PaymentEvent;

/// <summary>The provider has a payment that is neither captured nor failed.</summary>
public sealed record PaymentProcessing(int Attempt) : PaymentEvent;

/// <summary>What was processing has come to nothing; the page may be paid again.</summary>
public sealed record ProcessingFailed(int Attempt) : PaymentEvent;

/// <summary>Money has come in. The first full amount pays; whatever else comes goes back.</summary>
/// <param name="Method">How the desk took it; null for a provider's.</param>
/// <param name="Reference">Number of the receipt or the transfer, or the provider's id of the payment: the same one again is the same money.</param>
/// <param name="Attempt">The page through which it came; null at the desk.</param>
public sealed record PaymentPaid(Money Captured, ManualMethod? Method, string Reference, int? Attempt = null) : PaymentEvent;

/// <summary>Nobody paid in time, or the visit was cancelled unpaid.</summary>
public sealed record PaymentExpired : PaymentEvent;

/// <param name="Number">From 1 within the payment.</param>
/// <param name="Capture">The <see cref="PaymentPaid.Reference"/> that is given back; null: the only one.</param>
/// <param name="Why">Null: <see cref="RefundWhy.Cancellation"/>.</param>
/// <param name="Operation">Names the decision to the provider; null at the desk.</param>
/// <param name="Reason">In the desk's words, sealed under the patient's key.</param>
public sealed record RefundRequested(int Number, Money Amount, string? Capture = null, RefundWhy? Why = null, Guid? Operation = null, byte[]? Reason = null) : PaymentEvent;

/// <summary>The provider has taken the refund on and not yet done it.</summary>
public sealed record RefundAccepted(int Number, string Reference) : PaymentEvent;
public sealed record RefundSucceeded(int Number) : PaymentEvent;

/// <summary>The money is back with, or never left, the clinic; possible also after it had succeeded.</summary>
/// <param name="Code">In the provider's words.</param>
public sealed record RefundFailed(int Number, string Code) : PaymentEvent;

/// <summary>The desk has given refunded cash back to the patient.</summary>
public sealed record CashHandedBack(Money Amount) : PaymentEvent;

/// <summary>The payer's bank asks for the money of a capture back.</summary>
public sealed record DisputeOpened(string Capture) : PaymentEvent;

/// <param name="Won">Whether the clinic keeps the money.</param>
public sealed record DisputeClosed(string Capture, bool Won) : PaymentEvent;

/// <summary>Something that a person has to look at; what is counted as money does not include it.</summary>
/// <param name="Number">From 1 within the payment.</param>
/// <param name="Subject">What it is about (a capture, a refund), so that it is told once.</param>
/// <param name="Detail">For ops; holds nothing personal.</param>
public sealed record AnomalyFound(int Number, AnomalyKind Kind, string Subject, string Detail) : PaymentEvent;

/// <param name="Note">What was done about it, sealed under the patient's key.</param>
public sealed record AnomalyResolved(int Number, byte[] Note) : PaymentEvent;

/// <summary>How an open page ended.</summary>
public enum CheckoutEnd
{
    Expired,
    Failed,
}

/// <summary>Why money goes back.</summary>
public enum RefundWhy
{
    /// <summary>Granted by the policy when the visit was cancelled.</summary>
    Cancellation,

    /// <summary>Given by the desk; changes the payment alone.</summary>
    Desk,

    /// <summary>Came for a visit that was over or paid already.</summary>
    Surplus,

    /// <summary>Once more, after a refund that failed.</summary>
    Again,

    /// <summary>Made at the provider by hand, and found there.</summary>
    ByHand,

    /// <summary>Granted by the policy when the patient did not come.</summary>
    NoShow,
}

/// <summary>What people have to look at.</summary>
public enum AnomalyKind
{
    AmountDiffers,
    CurrencyDiffers,
    PaymentDiffers,
    AccountDiffers,
    ModeDiffers,
    CheckoutRefused,
    RefundFailed,
    RefundUnresolved,
    RefundByHand,
    Disputed,
    DisputeLost,
}
