using Booking.Contracts;
using Booking.Service.Appointments;
using Booking.Service.Availability;
using Booking.Service.Coupons;
using Booking.Service.Gateways;
using Booking.Service.Payments;
using Booking.Service.Schedules;
using NodaTime;
using Payments.Adapters;
using static Booking.Service.Tests.SlotLocks.Slots;

namespace Booking.Service.Tests.Appointments;

/// <summary>Ann's visit at nine and the money for it.</summary>
static class Visits
{
    public static readonly PatientId AnnAsPatient = new(Ann.Value);
    public static readonly PaymentId ForIt = PaymentId.New();
    public static readonly Money NoMoney = new(0, "USD");
    public static readonly PaymentPaid PaidInCash = new(Price, ManualMethod.Cash, "R1");
    public static readonly AppointmentConfirmed Confirmed = new(Price);

    public static readonly CalendarFacts Calendar = new(
        Sarah, Schedule.Stream(Sarah), 2, DateTimeZoneProviders.Tzdb["Asia/Dubai"], Listed: true, BookingRules.Default, new(Price, Price), Policy);

    public static readonly AppointmentRequested Requested = new(
        Visit, Sarah, AnnAsPatient, AnnsHold, Booking.Service.SlotLocks.SlotLock.Id(Sarah, Nine), Nine, HeldByAnn.End,
        new(2027, 3, 1, 13, 0), "Asia/Dubai", Zones.TzdbVersion, AppointmentType.Standard, Price, NoMoney, Policy,
        PaymentProvider.Manual, ForIt, PayBy: Nine, Reason: null, Terms: "1");

    public static readonly PaymentInitiated Initiated = new(ForIt, Visit, Sarah, PaymentProvider.Manual, Price);

    public static AppointmentState Past(params AppointmentEvent[] past) => Appointment.Category.Given([Requested, .. past]);

    public static PaymentState Money(params PaymentEvent[] past) => Payment.Category.Given([Initiated, .. past]);

    public static readonly GatewayAccountId Account = new(Guid.NewGuid());

    public static readonly CheckoutRequested Page = new(1, PaymentProvider.Stripe, Account, Live: false, Guid.NewGuid(), Nine);
    public static readonly CheckoutOpened Opened = new(1, "cs_1", "https://pay.example/1", Nine);

    /// <summary>Paid through the page.</summary>
    public static readonly PaymentPaid PaidOnline = new(Price, Method: null, "pi_1", Attempt: 1);

    static readonly PaymentGateways Gateways = new(new GatewayOptions(), Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance);

    public static RequestAppointment.Command Asks(
        PaymentProvider provider = PaymentProvider.Manual, CouponUse? coupon = null, Instant? now = null, ActiveGateway? account = null,
        Conditions? conditions = null, CalendarFacts? calendar = null) =>
        new(
            AnnsHold, Requested.Slot, Visit, ForIt, AnnAsPatient, provider, coupon is null ? (EventStore.Result<CouponUse>?)null : coupon, Reason: null, calendar ?? Calendar,
            account ?? (provider == PaymentProvider.Manual ? new(Account, Currency: null, Live: true) : null), Gateways.For(provider),
            conditions ?? new(PatientFacts.None, Requested.Terms!), now ?? Eight);
}
