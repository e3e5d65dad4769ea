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
public sealed record PaymentAnswer(
    Guid Id,
    Guid AppointmentId,
    PaymentProvider Provider,
    PaymentStatus Status,
    Money Amount,
    Money Captured,
    Money Refunded,
    string? CheckoutUrl,
    int Attempts);

/// <summary>Money that the desk has taken; exactly what is due.</summary>
/// <param name="Reference">Number of the receipt or the transfer.</param>
public sealed record ManualPaymentRequest(Money Amount, ManualMethod Method, string Reference);
