using System.Text.Json.Serialization;

namespace Booking.Contracts;

/// <summary>Metadata of every wire record, made at compile time. Null members are written: a client sees that they exist.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters =
    [
        typeof(InstantConverter), typeof(OffsetDateTimeConverter), typeof(LocalDateConverter),
        typeof(LocalTimeConverter), typeof(DurationConverter),
    ])]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(RegisterRequest))]
[JsonSerializable(typeof(LoginRequest))]
[JsonSerializable(typeof(RefreshRequest))]
[JsonSerializable(typeof(TokenAnswer))]
[JsonSerializable(typeof(MeAnswer))]
[JsonSerializable(typeof(Page<PatientItem>))]
[JsonSerializable(typeof(DoctorRequest))]
[JsonSerializable(typeof(DoctorAnswer))]
[JsonSerializable(typeof(Page<DoctorItem>))]
[JsonSerializable(typeof(ScheduleRequest))]
[JsonSerializable(typeof(ScheduleAnswer))]
[JsonSerializable(typeof(ExceptionRequest))]
[JsonSerializable(typeof(ExceptionAnswer))]
[JsonSerializable(typeof(Page<ExceptionAnswer>))]
[JsonSerializable(typeof(StripeGatewayRequest))]
[JsonSerializable(typeof(RazorpayGatewayRequest))]
[JsonSerializable(typeof(PayTabsGatewayRequest))]
[JsonSerializable(typeof(ManualGatewayRequest))]
[JsonSerializable(typeof(GatewayAnswer))]
[JsonSerializable(typeof(ItemList<GatewayItem>))]
[JsonSerializable(typeof(VideoRequest))]
[JsonSerializable(typeof(VideoAnswer))]
[JsonSerializable(typeof(AvailabilityAnswer))]
[JsonSerializable(typeof(DaySheetAnswer))]
[JsonSerializable(typeof(HoldRequest))]
[JsonSerializable(typeof(HoldAnyRequest))]
[JsonSerializable(typeof(HoldAnswer))]
[JsonSerializable(typeof(Page<HoldAnswer>))]
[JsonSerializable(typeof(AppointmentRequest))]
[JsonSerializable(typeof(SeriesRequest))]
[JsonSerializable(typeof(SeriesAnswer))]
[JsonSerializable(typeof(TermsAnswer))]
[JsonSerializable(typeof(AppointmentAnswer))]
[JsonSerializable(typeof(Page<AppointmentAnswer>))]
[JsonSerializable(typeof(ItemList<HistoryItem>))]
[JsonSerializable(typeof(CancellationPreview))]
[JsonSerializable(typeof(CancelRequest))]
[JsonSerializable(typeof(RescheduleRequest))]
[JsonSerializable(typeof(PaymentAnswer))]
[JsonSerializable(typeof(ManualPaymentRequest))]
[JsonSerializable(typeof(CheckoutRequest))]
[JsonSerializable(typeof(RefundRequest))]
[JsonSerializable(typeof(ReceiptAnswer))]
[JsonSerializable(typeof(ReviewRequest))]
[JsonSerializable(typeof(ReviewAnswer))]
[JsonSerializable(typeof(Page<ReviewAnswer>))]
[JsonSerializable(typeof(Page<PublicReview>))]
[JsonSerializable(typeof(Page<AnomalyItem>))]
[JsonSerializable(typeof(ResolveRequest))]
[JsonSerializable(typeof(VerifyAnswer))]
[JsonSerializable(typeof(ItemList<ProjectionItem>))]
[JsonSerializable(typeof(Page<OutboxItem>))]
[JsonSerializable(typeof(Page<DeadLetterItem>))]
[JsonSerializable(typeof(StreamAnswer))]
[JsonSerializable(typeof(Page<EventItem>))]
[JsonSerializable(typeof(ClockAnswer))]
[JsonSerializable(typeof(ClockRequest))]
[JsonSerializable(typeof(ItemList<MailItem>))]
public sealed partial class ContractsContext : JsonSerializerContext;
