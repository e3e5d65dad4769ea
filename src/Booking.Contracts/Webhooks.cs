using System.Text.Json.Serialization;

namespace Booking.Contracts;

/// <summary>Where to send events to.</summary>
/// <param name="Url"><c>https</c>, at most 500 characters, without user name, password or fragment; loopback and <c>http</c> in Development only.</param>
/// <param name="Events">1 to 20 of the types in <see cref="WebhookTypes"/>, or <c>*</c> for all, also those that come later.</param>
public sealed record WebhookRequest(string Url, IReadOnlyList<string> Events);

/// <summary>A secret, told this once.</summary>
/// <param name="Secret"><c>whsec_</c> and 32 random bytes in base64, as Standard Webhooks has it.</param>
/// <param name="PreviousUntil">Until then the one before signs as well; null when there was none.</param>
public sealed record WebhookSecretAnswer(Guid Id, string Secret, Instant? PreviousUntil = null)
{
    /// <summary>Names the kind and nothing else, so that no secret is printed by accident.</summary>
    public override string ToString() => nameof(WebhookSecretAnswer);
}

/// <summary>An endpoint as it stands.</summary>
/// <param name="DoctorId">Whose visits it is told of; null: everybody's.</param>
/// <param name="FailingSince">Since then nothing was taken; null while it works.</param>
/// <param name="DisabledReason"><c>gone</c>: it answered 410. <c>failing</c>: it took nothing for five days. <c>role_ended</c>: the doctor's account that made it is no doctor's any more. Null while it is active.</param>
public sealed record WebhookAnswer(
    Guid Id, string Url, IReadOnlyList<string> Events, Guid? DoctorId, Instant CreatedAt, bool Active, Instant? FailingSince, Instant? DisabledAt,
    string? DisabledReason);

[JsonConverter(typeof(WireEnum<DeliveryState>))]
public enum DeliveryState
{
    [JsonStringEnumMemberName("waiting")] Waiting,
    [JsonStringEnumMemberName("delivered")] Delivered,

    /// <summary>Given up after all retries.</summary>
    [JsonStringEnumMemberName("dead")] Dead,
}

/// <summary>One event and what became of it at one endpoint; kept for 30 days, without its body.</summary>
/// <param name="EventId">The <c>webhook-id</c>: the same at every attempt and at every endpoint.</param>
/// <param name="StatusCode">Of the last attempt; null when nothing was answered.</param>
/// <param name="Error">Why the last attempt failed: <c>status</c>, <c>timeout</c>, <c>address-refused</c>, <c>name-not-found</c>, <c>connection</c>, <c>tls</c>, <c>protocol</c>, <c>internal</c>.</param>
/// <param name="DurationMs">Of the last attempt.</param>
/// <param name="NextAt">When it is tried next; null when it is not.</param>
public sealed record DeliveryItem(
    Guid Id, string EventId, string Type, DeliveryState State, int Attempts, int? StatusCode, string? Error, int? DurationMs, Instant CreatedAt, Instant? TriedAt,
    Instant? NextAt);

/// <summary>The types of events that integrators are told of. Each is told at least once and in no order: <c>timestamp</c> says what came first.</summary>
public static class WebhookTypes
{
    public const string All = "*";
    public const string Requested = "appointment.requested";
    public const string Confirmed = "appointment.confirmed";

    /// <summary>Moved by its parties or by a law that moved the clock; carries <see cref="VisitEventData.PreviousStart"/>.</summary>
    public const string Rescheduled = "appointment.rescheduled";
    public const string Cancelled = "appointment.cancelled";
    public const string Completed = "appointment.completed";
    public const string NoShow = "appointment.no_show";

    /// <summary>Everything that a cancellation granted has arrived.</summary>
    public const string Refunded = "appointment.refunded";
    public const string PaymentPaid = "payment.paid";

    /// <summary>A page or a payment on it came to nothing; the visit may still be paid on another.</summary>
    public const string PaymentFailed = "payment.failed";

    /// <summary>One refund has arrived.</summary>
    public const string PaymentRefunded = "payment.refunded";

    public static IReadOnlyList<string> Known { get; } =
        [Requested, Confirmed, Rescheduled, Cancelled, Completed, NoShow, Refunded, PaymentPaid, PaymentFailed, PaymentRefunded];
}

/// <summary>The body of a webhook: ids and facts, nothing personal. What more is needed is read from the service, which asks who asks.</summary>
/// <param name="Type">One of <see cref="WebhookTypes"/>.</param>
/// <param name="Timestamp">When it happened.</param>
public sealed record WebhookEvent<T>(string Type, Instant Timestamp, T Data);

/// <summary>A visit as the event left it.</summary>
/// <param name="TimeZone">The doctor's.</param>
/// <param name="PaymentId">Null when nothing is due.</param>
/// <param name="PreviousStart">Of a move: where it stood before.</param>
/// <param name="Code">Of a cancellation: <c>cancelled</c> or <c>payment_expired</c>.</param>
/// <param name="Fee">Of a cancellation or a missed visit: what the clinic keeps.</param>
/// <param name="Refund">Of a cancellation or a missed visit: what goes back.</param>
public sealed record VisitEventData(
    Guid AppointmentId, Guid DoctorId, Guid PatientId, AppointmentStatus Status, Instant Start, Instant End, string TimeZone, AppointmentType Type, Money Due,
    Guid? PaymentId, Instant? PreviousStart = null, string? Code = null, Money? Fee = null, Money? Refund = null);

/// <summary>A payment as the event left it.</summary>
/// <param name="Amount">What this event moved; null when nothing was.</param>
/// <param name="Captured">Everything that has come in.</param>
/// <param name="Refunded">Everything that has gone back.</param>
public sealed record PaymentEventData(
    Guid PaymentId, Guid AppointmentId, Guid DoctorId, PaymentProvider Provider, PaymentStatus Status, Money Due, Money? Amount, Money Captured, Money Refunded);
