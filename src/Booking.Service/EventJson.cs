using System.Text.Json.Serialization;
using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Appointments;
using Booking.Service.Coupons;
using Booking.Service.Doctors;
using Booking.Service.Gateways;
using Booking.Service.Intakes;
using Booking.Service.Notifications;
using Booking.Service.Patients;
using Booking.Service.Payments;
using Booking.Service.Reviews;
using Booking.Service.Schedules;
using Booking.Service.SlotLocks;
using Booking.Service.TimeZones;
using Booking.Service.Videos;
using Booking.Service.Waitlist;
using Booking.Service.Webhooks;

namespace Booking.Service;

/// <summary>How events, messages and read models are written: metadata made at compile time, times as the wire writes them.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    RespectNullableAnnotations = true,
    Converters =
    [
        typeof(InstantConverter), typeof(OffsetDateTimeConverter), typeof(LocalDateConverter), typeof(LocalTimeConverter),
        typeof(LocalDateTimeConverter), typeof(DurationConverter), typeof(StreamIdConverter), typeof(EnumText<Party>), typeof(EnumText<NoticeKind>),
        typeof(EnumText<CheckoutEnd>), typeof(EnumText<RefundWhy>), typeof(EnumText<AnomalyKind>), typeof(EnumText<ClockConflict>),
        typeof(EnumText<OfferEnd>), typeof(EnumText<LeavingReason>),
        typeof(EnumText<NoticeChannel>),
    ])]
[JsonSerializable(typeof(CouponState))]
[JsonSerializable(typeof(CouponCreated))]
[JsonSerializable(typeof(CouponRedeemed))]
[JsonSerializable(typeof(RedemptionReleased))]
[JsonSerializable(typeof(CouponDeactivated))]
[JsonSerializable(typeof(DoctorPolicy))]
[JsonSerializable(typeof(DoctorState))]
[JsonSerializable(typeof(DoctorRegistered))]
[JsonSerializable(typeof(DoctorProfileChanged))]
[JsonSerializable(typeof(DoctorFeesChanged))]
[JsonSerializable(typeof(DoctorPolicyChanged))]
[JsonSerializable(typeof(DoctorIntakeChanged))]
[JsonSerializable(typeof(Question))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(CompletedIntake))]
[JsonSerializable(typeof(DoctorVerified))]
[JsonSerializable(typeof(DoctorPaused))]
[JsonSerializable(typeof(DoctorResumed))]
[JsonSerializable(typeof(GatewayConfigured))]
[JsonSerializable(typeof(ScheduleState))]
[JsonSerializable(typeof(ScheduleOpened))]
[JsonSerializable(typeof(WeeklyHoursSet))]
[JsonSerializable(typeof(BookingRulesChanged))]
[JsonSerializable(typeof(ScheduleZoneChanged))]
[JsonSerializable(typeof(BlockAdded))]
[JsonSerializable(typeof(CustomHoursAdded))]
[JsonSerializable(typeof(ExceptionRemoved))]
[JsonSerializable(typeof(HorizonExtended))]
[JsonSerializable(typeof(TimeZoneRulesChanged))]
[JsonSerializable(typeof(ExtendHorizon))]
[JsonSerializable(typeof(Schedules.WeeklyWindow))]
[JsonSerializable(typeof(Block))]
[JsonSerializable(typeof(CustomHours))]
[JsonSerializable(typeof(AppointmentType))]
[JsonSerializable(typeof(SlotHeld))]
[JsonSerializable(typeof(HoldExtended))]
[JsonSerializable(typeof(HoldReleased))]
[JsonSerializable(typeof(HoldExpired))]
[JsonSerializable(typeof(SlotBooked))]
[JsonSerializable(typeof(SlotFreed))]
[JsonSerializable(typeof(AppointmentRequested))]
[JsonSerializable(typeof(AppointmentConfirmed))]
[JsonSerializable(typeof(AppointmentCancelled))]
[JsonSerializable(typeof(AppointmentRescheduled))]
[JsonSerializable(typeof(AppointmentTimeMovedByLaw))]
[JsonSerializable(typeof(AppointmentCompleted))]
[JsonSerializable(typeof(AppointmentNoShow))]
[JsonSerializable(typeof(AppointmentReopened))]
[JsonSerializable(typeof(AppointmentLinkChanged))]
[JsonSerializable(typeof(AppointmentIntakeCompleted))]
[JsonSerializable(typeof(AppointmentPaymentChanged))]
[JsonSerializable(typeof(AppointmentRefunded))]
[JsonSerializable(typeof(AppointmentDeadlineMoved))]
[JsonSerializable(typeof(AppointmentReinstated))]
[JsonSerializable(typeof(AppointmentRefundFailed))]
[JsonSerializable(typeof(PaymentInitiated))]
[JsonSerializable(typeof(PaymentPaid))]
[JsonSerializable(typeof(PaymentExpired))]
[JsonSerializable(typeof(RefundRequested))]
[JsonSerializable(typeof(RefundSucceeded))]
[JsonSerializable(typeof(CashHandedBack))]
[JsonSerializable(typeof(CheckoutRequested))]
[JsonSerializable(typeof(CheckoutOpened))]
[JsonSerializable(typeof(CheckoutFailed))]
[JsonSerializable(typeof(CheckoutClosed))]
[JsonSerializable(typeof(PaymentProcessing))]
[JsonSerializable(typeof(ProcessingFailed))]
[JsonSerializable(typeof(RefundAccepted))]
[JsonSerializable(typeof(RefundFailed))]
[JsonSerializable(typeof(DisputeOpened))]
[JsonSerializable(typeof(DisputeClosed))]
[JsonSerializable(typeof(AnomalyFound))]
[JsonSerializable(typeof(AnomalyResolved))]
[JsonSerializable(typeof(DrivePayment))]
[JsonSerializable(typeof(ReadPayment))]
[JsonSerializable(typeof(PatientRegistered))]
[JsonSerializable(typeof(PatientDetailsChanged))]
[JsonSerializable(typeof(PatientErased))]
[JsonSerializable(typeof(ReviewWritten))]
[JsonSerializable(typeof(ReviewApproved))]
[JsonSerializable(typeof(ReviewRejected))]
[JsonSerializable(typeof(VideoConfigured))]
[JsonSerializable(typeof(FollowVideo))]
[JsonSerializable(typeof(PublishEvent))]
[JsonSerializable(typeof(CloseUnpaidVisit))]
[JsonSerializable(typeof(PatientNotificationsChanged))]
[JsonSerializable(typeof(SendNotice))]
[JsonSerializable(typeof(WaitlistState))]
[JsonSerializable(typeof(Waiting))]
[JsonSerializable(typeof(WaitlistJoined))]
[JsonSerializable(typeof(WaitlistOffered))]
[JsonSerializable(typeof(WaitlistOfferEnded))]
[JsonSerializable(typeof(WaitlistLeft))]
[JsonSerializable(typeof(OfferFreedSlots))]
[JsonSerializable(typeof(EndWaiting))]
[JsonSerializable(typeof(TellOfOffer))]
[JsonSerializable(typeof(SendReminder))]
public sealed partial class EventJson : JsonSerializerContext;
