using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Availability;
using Booking.Service.Coupons;
using Booking.Service.Gateways;
using Booking.Service.Patients;
using Booking.Service.Payments;
using Booking.Service.SlotLocks;
using Booking.Service.Videos;
using NodaTime;
using Payments.Adapters;

namespace Booking.Service.Appointments;

/// <summary>Spends a hold on a visit: confirmed at once when nothing is due, else waiting for its payment until a deadline.</summary>
public static class RequestAppointment
{
    public static readonly Refusal HoldExpired = ExtendHold.Expired;
    public static readonly Refusal HoldUsed = new("hold-used", "A visit was booked with this hold already.");
    public static readonly Refusal NoGateway = new("gateway-not-configured", "The doctor does not take payments through this provider.");
    public static readonly Refusal NotPayable = new("amount-not-payable", "The provider cannot take this amount in this currency.");
    public static readonly Refusal TooLate = new("too-late-for-provider", "The visit starts too soon to be paid through this provider.");

    /// <param name="Calendar">The doctor's calendar as of the decision: zone and deadlines come from it.</param>
    /// <param name="Coupon">What is taken off the price, or why not; null when no code was sent.</param>
    /// <param name="Account">Takes the doctor's payments through this provider; null when none does.</param>
    /// <param name="Gateway">Asked only what it can do.</param>
    /// <param name="Conditions">What must hold beside slot and money.</param>
    /// <param name="PayUntil">The latest deadline; null: the start.</param>
    /// <param name="MeetingLink">Where the parties meet, should the visit be confirmed at once; null while the doctor has no video.</param>
    public sealed record Command(
        HoldId Hold, StreamId Slot, AppointmentId Appointment, PaymentId Payment, PatientId Patient, PaymentProvider Provider,
        Result<CouponUse>? Coupon, byte[]? Reason, CalendarFacts Calendar, ActiveGateway? Account, IPaymentGateway Gateway, Conditions Conditions, Instant Now,
        string? MeetingLink = null, Instant? PayUntil = null);

    /// <summary>The slot's side: the hold is spent once, and only while it lives.</summary>
    public static Decision<SlotEvent> Spend(SlotState slot, HoldId hold, AppointmentId appointment, Instant now) => slot switch
    {
        SlotState.Booked booked when booked.As.Hold == hold => HoldUsed,
        SlotState.Held held when held.As.Hold == hold && held.LivesAt(now) => [new SlotBooked(hold, appointment)],
        _ => HoldExpired,
    };

    /// <summary>The visit's side. Refused for its conditions first, then for its coupon, then for its money.</summary>
    public static Decision<AppointmentEvent> Decide(SlotHeld held, Command request)
    {
        if ((request.Conditions.Refused(held, request.Calendar) ?? request.Coupon?.Refusal) is { } unmet)
        {
            return unmet;
        }

        var coupon = request.Coupon?.Value;
        var discount = coupon?.Discount ?? Money.Zero(held.Price.Currency);
        var (payBy, refusal) = Payable.Until(held.Price - discount, held.Start, request);
        if (refusal is not null)
        {
            return refusal;
        }

        var requested = new AppointmentRequested(
            request.Appointment, held.Doctor, request.Patient, request.Hold, request.Slot, held.Start, held.End,
            held.Start.InZone(request.Calendar.Zone).LocalDateTime, request.Calendar.Zone.Id, Zones.TzdbVersion, held.Type, held.Price,
            discount, held.Policy, request.Provider, Payment: payBy is null ? null : request.Payment, payBy, request.Reason,
            request.Conditions.Place, request.Conditions.Terms, held.PolicyVersion, request.Conditions.Series, request.Conditions.Overrides, coupon?.Coupon);
        return payBy is null ? [requested, new AppointmentConfirmed(Paid: null, request.MeetingLink)] : [requested];
    }

    /// <summary>What follows from the visit's request: its payment begins, or, confirmed at once, it has met the video that it was told of.</summary>
    internal static void Begin(
        Unit unit, AppointmentState visit, EventStream<PaymentState, PaymentEvent> money, IPaymentGateway gateway, ActiveGateway? account, CalendarFacts calendar)
    {
        if (visit.Visit.Payment is not null)
        {
            unit.Append(money, Payment.Begin(visit.Visit, gateway.Capabilities.HasPage ? account : null));
        }
        else
        {
            unit.GuardVideo(calendar);
        }
    }

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapPost("/api/appointments", Post).RequireAuthorization(Policies.PatientOrDesk)
            .Answers<AppointmentAnswer>(201, 400, 403, 404, 409, 410, 422);

    static async Task<IResult> Post(
        AppointmentRequest request, Caller caller, Commands commands, PatientOfRequest patients, Alternatives alternatives, PaymentGateways gateways,
        CheckoutUrls urls, Terms terms, StreamStore store, CancellationToken ct)
    {
        if (RequestFields.Validate(request, caller) is { } invalid)
        {
            return invalid;
        }

        if (await store.DataSource.FindHold(new(request.HoldId), ct) is not { } hold)
        {
            return Refusals.NotFound.Problem(caller.Http);
        }

        // What the waitlist holds for a patient the desk books for that patient, as when they call.
        if (hold.Holder != caller.AccountId && !(caller.IsDesk && hold.Holder.Value == request.PatientId))
        {
            return Refusals.Forbidden.Problem(caller.Http);
        }

        if (await patients.Find(request, commands.Context(caller), caller, ct) is not { } patient)
        {
            return Problems.Invalid(caller.Http, "patientId", "There is no such patient.");
        }

        var reason = await patients.Seal(patient, request.Reason, ct);
        var gateway = gateways.For(request.Provider);
        var reply = await commands.Run(caller, (unit, now) => Plan(unit, now, request, hold, patient, reason, gateway, terms, caller), ct);
        if (gateway.Capabilities.HasPage)
        {
            reply = await urls.AddTo(reply, store, ct);
        }

        return await alternatives.AddTo(reply, HoldExpired, hold.Doctor, hold.Type, hold.Start, ct);
    }

    static Func<Result<Answer>> Plan(
        Unit unit, Instant now, AppointmentRequest request, HoldRow hold, PatientId patient, byte[]? reason, IPaymentGateway gateway, Terms terms, Caller caller)
    {
        var (id, payment) = (AppointmentId.New(), PaymentId.New());
        var calendar = unit.LoadCalendarLock(hold.Doctor);
        var facts = unit.LoadPatient(patient, hold.Doctor, hold.Start, hold.End);
        var account = unit.LoadActiveGateway(hold.Doctor, request.Provider);
        var coupon = CouponOfRequest.Load(unit, hold.Doctor, request.CouponCode, patient);
        // The slot last: whoever sees the visit that the same hold was spent on a moment ago sees that it was spent, and is told so.
        var slot = unit.Load(SlotLock.Category, hold.Slot);
        var visit = unit.Start(Appointment.Category, id.Stream());
        var money = unit.Start(Payment.Category, payment.Stream());
        return () =>
        {
            var held = slot.State is SlotState.Held state ? state.As : null;
            if (unit.Append(slot, Spend(slot.State, hold.Id, id, now)) is { } unspent)
            {
                return unspent;
            }

            var command = new Command(
                hold.Id, hold.Slot, id, payment, patient, request.Provider, coupon?.Judge(hold.Type, held!.Price, now), reason, calendar.Value, account.Value, gateway,
                RequestFields.Conditions(request, facts.Value, terms), now, MeetingLink.Make(calendar.Value.VideoLink));
            if (unit.Append(visit, Decide(held!, command)) is { } refusal)
            {
                return refusal;
            }

            coupon?.Redeem(id);
            Begin(unit, visit.State, money, gateway, account.Value, calendar.Value);
            unit.Lock(calendar.Value);
            return Answer.Created($"/api/appointments/{id}", AppointmentBody.Of(visit.State, caller), visit.Version);
        };
    }
}
