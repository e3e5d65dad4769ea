using Booking.Contracts;
using Booking.Service.Appointments;
using Booking.Service.Coupons;
using Booking.Service.Doctors;
using Booking.Service.Gateways;
using Booking.Service.Intakes;
using Booking.Service.Patients;
using Booking.Service.Payments;
using Booking.Service.Reviews;
using Booking.Service.Schedules;
using Booking.Service.SlotLocks;
using Booking.Service.Videos;
using Booking.Service.TimeZones;
using Booking.Service.Waitlist;
using NodaTime;
using WeeklyWindow = Booking.Service.Schedules.WeeklyWindow;

namespace Booking.Service.Tests.EventSamples;

/// <summary>One event of each type with every member set, as today's program writes it. Read once, when its file is made; the files are what counts.</summary>
static class Samples
{
    static readonly DoctorId Doctor = new(new("11111111-1111-4111-8111-111111111111"));
    static readonly PatientId Patient = new(new("22222222-2222-4222-8222-222222222222"));
    static readonly HoldId Hold = new(new("33333333-3333-4333-8333-333333333333"));
    static readonly AppointmentId Visit = new(new("44444444-4444-4444-8444-444444444444"));
    static readonly PaymentId Money = new(new("55555555-5555-4555-8555-555555555555"));
    static readonly GatewayAccountId Account = new(new("77777777-7777-4777-8777-777777777777"));
    static readonly TimeZoneRunId Run = new(new("88888888-8888-4888-8888-888888888888"));
    static readonly ExceptionId Exception = new(new("66666666-6666-4666-8666-666666666666"));
    static readonly WaitlistEntryId Entry = new(new("88888888-8888-4888-8888-888888888888"));
    static readonly Instant Start = Instant.FromUtc(2027, 3, 1, 9, 0), Until = Instant.FromUtc(2027, 2, 28, 20, 10) + Duration.FromMilliseconds(123);
    static readonly Instant End = Start + Duration.FromMinutes(30);
    static readonly LocalDate Date = new(2027, 3, 1);
    static readonly Money Price = new(20_000, "USD");
    static readonly Fees Fees = new(Price, new(15_000, "USD"));
    static readonly DoctorPolicy Policy = new([new(24, 100), new(2, 50)], RescheduleHoursBefore: 4, NoShowRefundPercent: 10);
    static readonly Reach Reach = new(Date.PlusDays(-1), Date.PlusDays(67), "2025b");
    static readonly byte[] Sealed = [1, 2, 3, 255];

    static readonly OpenHours Hours = new(new(9, 0), new(17, 30), 30, 5, 12, [AppointmentType.Standard, AppointmentType.Followup]);

    static readonly DoctorProfile Profile = new(
        "Dr. Sarah Ahmed", "doctor@demo.test", "+97145550100", ["Cardiology"], ["English", "Arabic"], "Sees patients by video.", ["MD"], "Asia/Dubai",
        new(25.2m, 55.27m, "Dubai", "AE"));

    static readonly SealedDetails Details = new(Sealed, Sealed, Sealed, "Asia/Dubai", "ar", Sealed, [Sealed, Sealed]);

    public static readonly object[] All =
    [
        new PatientRegistered(Patient, Details), new PatientDetailsChanged(Details), new PatientErased(), new PatientNotificationsChanged(Sms: false, Reminders: true),
        new DoctorRegistered(Doctor, Profile, Fees), new DoctorProfileChanged(Profile), new DoctorFeesChanged(Fees), new DoctorPolicyChanged(Policy),
        new DoctorVerified(), new DoctorPaused(), new DoctorResumed(),
        new GatewayConfigured(Account, PaymentProvider.PayTabs, Live: true, "AED", Active: true, "ARE", 12_345),
        new VideoConfigured(VideoProvider.Custom, "https://video.example/{room}"),
        new ScheduleOpened(Doctor, "Asia/Dubai", Reach), new WeeklyHoursSet([new WeeklyWindow(IsoDayOfWeek.Monday, Hours)], Reach),
        new BookingRulesChanged(new(90, 30, 15, 40, 48), Reach), new ScheduleZoneChanged("Europe/Berlin", Reach),
        new BlockAdded(new(Exception, Date, "Conference", new(12, 0), new(13, 30))), new CustomHoursAdded(new(Exception, Date, "Open day", Hours)),
        new ExceptionRemoved(Exception), new HorizonExtended(Date, Reach), new TimeZoneRulesChanged(Run, "2025a", SlotsChanged: 12, Reach, Forced: true),
        new SlotHeld(Hold, Doctor, AppointmentType.Followup, Start, End, End + Duration.FromMinutes(5), new(Patient.Value), Price, Policy, Until),
        new HoldExtended(Hold, Until), new HoldReleased(Hold), new HoldExpired(Hold), new SlotBooked(Hold, Visit), new SlotFreed(Visit),
        new AppointmentRequested(
            Visit, Doctor, Patient, Hold, SlotLock.Id(Doctor, Start), Start, End, new(2027, 3, 1, 13, 0), "Asia/Dubai", "2025b", AppointmentType.Standard, Price,
            new(2_000, "USD"), Policy, PaymentProvider.Manual, Money, PayBy: Start, Sealed),
        new AppointmentConfirmed(Price),
        new AppointmentCancelled(Party.Patient, "cancelled", new(10_000, "USD"), new(10_000, "USD"), "2 hours or more before the start 50 % goes back.", Sealed),
        new AppointmentRescheduled(
            Party.Desk, Hold, SlotLock.Id(Doctor, Start), Start, End, new(2027, 3, 1, 13, 0), "Asia/Dubai", "2025b", MostRefund: 50, Sealed),
        new AppointmentTimeMovedByLaw(
            Run, Start, End, Start - Duration.FromHours(1), End - Duration.FromHours(1), "2025b", Hold, SlotLock.Id(Doctor, Start), ClockConflict.Taken),
        new AppointmentCompleted(), new AppointmentNoShow(new(20_000, "USD"), new(0, "USD"), "A missed visit gives nothing back."), new AppointmentReopened(Price),
        new AppointmentLinkChanged("https://video.example/doctor"), new AppointmentIntakeCompleted(Sealed),
        new AppointmentPaymentChanged(PaymentStatus.PartiallyRefunded), new AppointmentRefunded(),
        new PaymentInitiated(Money, Visit, Doctor, PaymentProvider.Manual, Price), new PaymentPaid(Price, ManualMethod.Transfer, "R-1"), new PaymentExpired(),
        new RefundRequested(1, Price), new RefundSucceeded(1), new CashHandedBack(Price),
        new AppointmentDeadlineMoved(Until, ForProcessing: true), new AppointmentReinstated(Hold), new AppointmentRefundFailed(),
        new CheckoutRequested(2, PaymentProvider.Razorpay, Account, Live: true, new("88888888-8888-4888-8888-888888888888"), Start),
        new CheckoutOpened(2, "plink_1", "https://rzp.io/i/1", Start), new CheckoutFailed(2, "not-opened-in-time"), new CheckoutClosed(2, CheckoutEnd.Expired),
        new PaymentProcessing(2), new ProcessingFailed(2), new RefundAccepted(1, "rfnd_1"), new RefundFailed(1, "failed"),
        new DisputeOpened("pay_1"), new DisputeClosed("pay_1", Won: true),
        new AnomalyFound(1, AnomalyKind.AmountDiffers, "pay_1", "100 INR where 200 INR is due"), new AnomalyResolved(1, Sealed),
        new DoctorIntakeChanged([new("since", "Since when?", Required: true, IntakeKind.Choice, ["days", "weeks"])]),
        new CouponCreated(Doctor, "SPRING-10", 10, new(2_000, "USD"), 100, 2, Until, Start, [AppointmentType.Standard, AppointmentType.Followup]),
        new CouponRedeemed(Visit, Patient), new RedemptionReleased(Visit, Patient), new CouponDeactivated(),
        new ReviewWritten(Visit, Doctor, Patient, 4, Sealed, Date), new ReviewApproved(), new ReviewRejected(),
        new WaitlistJoined(Entry, Doctor, Patient, AppointmentType.Followup, Date, Date.PlusDays(2), "Asia/Dubai", End),
        new WaitlistOffered(Entry, Hold, Start, End, Until), new WaitlistOfferEnded(Entry, Hold, OfferEnd.Lapsed), new WaitlistLeft(Entry, LeavingReason.OffersLapsed),
    ];
}
