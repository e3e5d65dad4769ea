using System.Text.Json.Serialization;

namespace Booking.Contracts;

[JsonConverter(typeof(WireEnum<PaymentProvider>))]
public enum PaymentProvider
{
    [JsonStringEnumMemberName("stripe")] Stripe,
    [JsonStringEnumMemberName("razorpay")] Razorpay,
    [JsonStringEnumMemberName("paytabs")] PayTabs,
    [JsonStringEnumMemberName("manual")] Manual,
}

[JsonConverter(typeof(WireEnum<PaymentStatus>))]
public enum PaymentStatus
{
    [JsonStringEnumMemberName("pending")] Pending,
    [JsonStringEnumMemberName("processing")] Processing,
    [JsonStringEnumMemberName("paid")] Paid,
    [JsonStringEnumMemberName("failed")] Failed,
    [JsonStringEnumMemberName("expired")] Expired,
    [JsonStringEnumMemberName("refunded")] Refunded,
    [JsonStringEnumMemberName("partially_refunded")] PartiallyRefunded,
    [JsonStringEnumMemberName("disputed")] Disputed,
}

/// <summary>How money was taken at the desk.</summary>
[JsonConverter(typeof(WireEnum<ManualMethod>))]
public enum ManualMethod
{
    [JsonStringEnumMemberName("cash")] Cash,
    [JsonStringEnumMemberName("card")] Card,
    [JsonStringEnumMemberName("transfer")] Transfer,
}

/// <param name="Amount">What is due.</param>
/// <param name="Attempts">Pages opened so far; at most 5.</param>
/// <param name="Instructions">How to pay at the desk, in the doctor's words; null where they gave none, and when nothing is to be paid there.</param>
public sealed record PaymentAnswer(
    Guid Id,
    Guid AppointmentId,
    PaymentProvider Provider,
    PaymentStatus Status,
    Money Amount,
    Money Captured,
    Money Refunded,
    string? CheckoutUrl,
    int Attempts,
    string? Instructions = null);

/// <summary>Money that the desk has taken; exactly what is due.</summary>
/// <param name="Reference">Number of the receipt or the transfer.</param>
public sealed record ManualPaymentRequest(Money Amount, ManualMethod Method, string Reference);

/// <summary>Another page for a visit that waits for its money.</summary>
/// <param name="Provider">Null: as before.</param>
public sealed record CheckoutRequest(PaymentProvider? Provider = null);

/// <summary>Money that the desk gives back.</summary>
/// <param name="Reason">In the desk's words.</param>
/// <param name="Amount">Null: all that is left, or what failed to go back before.</param>
public sealed record RefundRequest(string Reason, Money? Amount = null);

/// <summary>What was charged, paid and given back for one visit.</summary>
/// <param name="Number">Printed on the receipt; the same for ever.</param>
/// <param name="PatientName">Null when the patient's data was erased.</param>
/// <param name="Lines">Every movement of money, in order.</param>
/// <param name="Balance"><paramref name="Paid"/> less <paramref name="Refunded"/>.</param>
public sealed record ReceiptAnswer(
    string Number,
    Guid AppointmentId,
    string DoctorName,
    string? PatientName,
    Instant Start,
    string TimeZone,
    AppointmentType Type,
    Money Price,
    Money Discount,
    Money Due,
    IReadOnlyList<ReceiptLine> Lines,
    Money Paid,
    Money Refunded,
    Money Balance);

[JsonConverter(typeof(WireEnum<ReceiptLineKind>))]
public enum ReceiptLineKind
{
    [JsonStringEnumMemberName("payment")] Payment,
    [JsonStringEnumMemberName("refund")] Refund,
    [JsonStringEnumMemberName("refund_failed")] RefundFailed,
}

/// <param name="Amount">Always positive; what it does is the kind's to say.</param>
/// <param name="Method">How the desk took or gave it; null for a provider.</param>
/// <param name="Reference">Number of the receipt or the transfer, or the provider's id.</param>
public sealed record ReceiptLine(Instant At, ReceiptLineKind Kind, Money Amount, PaymentProvider Provider, ManualMethod? Method, string Reference);
