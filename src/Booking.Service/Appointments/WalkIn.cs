using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Availability;
using Booking.Service.Gateways;
using Booking.Service.Payments;
using Booking.Service.SlotLocks;
using Booking.Service.Videos;
using NodaTime;
using Payments.Adapters;

namespace Booking.Service.Appointments;

/// <summary>
/// A visit that begins in this minute, for somebody who stands at the desk. It needs no offered slot and no notice, and a doctor who is
/// paused may see them; but it takes nobody's time, and counts as a patient of the hours that it falls into.
/// </summary>
public static class WalkIn
{
    public static readonly Refusal NotVerified = new("doctor-not-verified", "The doctor is not verified.");

    /// <summary>Codes that a request may name in <c>override</c>.</summary>
    static readonly string[] Waivable = [HoldSlot.DayFull.Code, PatientRules.Busy.Code];

    sealed record Asked(
        DoctorId Doctor, WalkInRequest Request, PatientId Patient, byte[]? Reason, IPaymentGateway Gateway, Terms Terms, Caller Caller)
    {
        public bool Waives(Refusal rule) => Request.Override?.Contains(rule.Code, StringComparer.Ordinal) is true;
    }

    /// <summary>The slot's side: taken when anybody has any of it, full when the hours have no room and nobody waived that.</summary>
    public static Decision<SlotEvent> Decide(SlotState state, SlotHeld held, WalkInRoom room, AppointmentId visit, bool mayOverfill, Instant now) => state switch
    {
        SlotState.Booked => HoldSlot.Taken,
        SlotState.Held other when other.LivesAt(now) => HoldSlot.Taken,
        _ when room.IsTaken(held.Start, held.BusyUntil) => HoldSlot.Taken,
        _ when !mayOverfill && room.IsFull(held.Start) => HoldSlot.DayFull,
        _ => [held, new SlotBooked(held.Hold, visit)],
    };

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapPost("/api/doctors/{id}/walk-ins", Post).RequireAuthorization(Policies.DeskOrDoctor)
            .Answers<AppointmentAnswer>(201, 400, 403, 404, 409, 422);

    static async Task<IResult> Post(
        Guid id, WalkInRequest request, Caller caller, Commands commands, PatientOfRequest patients, PaymentGateways gateways, Terms terms, NextGap gaps,
        CheckoutUrls urls, StreamStore store, CancellationToken ct)
    {
        // How many patients the hours have is the doctor's own affair; that a patient is with two doctors at once is the desk's alone.
        if (!caller.ActsFor(new(id)) || (!caller.IsDesk && request.Override?.Contains(PatientRules.Busy.Code, StringComparer.Ordinal) is true))
        {
            return Refusals.Forbidden.Problem(caller.Http);
        }

        if (WalkInFields.Check(request, Waivable) is { Any: true } errors)
        {
            return Problems.Invalid(caller.Http, errors.ToDictionary());
        }

        if (await gaps.IsVerified(new(id), ct) is not true and var verified)
        {
            return (verified is null ? Refusals.NotFound : NotVerified).Problem(caller.Http);
        }

        var visit = new AppointmentRequest(Guid.Empty, request.Provider ?? PaymentProvider.Manual, Reason: request.Reason, PatientId: request.PatientId, Patient: request.Patient);
        var found = await patients.Find(visit, commands.Context(caller), caller, ct);
        if (!await patients.IsInReach(found, caller, ct))
        {
            return PatientOfRequest.NotYours.Problem(caller.Http);
        }

        if (found is not { } patient)
        {
            return Problems.Invalid(caller.Http, "patientId", "There is no such patient.");
        }

        var asked = new Asked(new(id), request, patient, await patients.Seal(patient, request.Reason, ct), gateways.For(visit.Provider), terms, caller);
        SlotHeld? wanted = null;
        var reply = await commands.Run(caller, (unit, now) => Plan(unit, now, asked, held => wanted = held), ct);
        if (asked.Gateway.Capabilities.HasPage)
        {
            reply = await urls.AddTo(reply, store, ct);
        }

        return wanted is null ? reply : await gaps.AddTo(reply, HoldSlot.Taken, wanted, ct);
    }

    static Func<Result<Answer>> Plan(Unit unit, Instant now, Asked asked, Action<SlotHeld> wants)
    {
        var (request, start) = (asked.Request, Instant.FromUnixTimeSeconds(now.ToUnixTimeSeconds() / 60 * 60));
        var (id, payment, hold) = (AppointmentId.New(), PaymentId.New(), HoldId.New());
        var calendar = unit.LoadCalendarLock(asked.Doctor);
        var patient = unit.LoadPatient(asked.Patient, asked.Doctor, start, start + PatientRules.LongestVisit);
        var room = unit.LoadWalkInRoom(asked.Doctor, request.Type, start, now);
        var slot = unit.Load(SlotLock.Category, SlotLock.Id(asked.Doctor, start));
        var account = unit.LoadActiveGateway(asked.Doctor, request.Provider ?? PaymentProvider.Manual);
        var visit = unit.Start(Appointment.Category, id.Stream());
        var money = unit.Start(Payment.Category, payment.Stream());
        return () =>
        {
            var held = room.Value.Claim(calendar.Value, hold, request, start, asked.Caller.AccountId!.Value);
            wants(held);
            if (unit.Append(slot, Decide(slot.State, held, room.Value, id, asked.Waives(HoldSlot.DayFull), now)) is { } taken)
            {
                return taken;
            }

            var conditions = new Conditions(
                patient.Value, asked.Terms.Version, Place: request.Place, Overrides: request.Override is { Count: > 0 } codes ? codes.ToEquatableList() : null);
            var command = new RequestAppointment.Command(
                hold, slot.Id, id, payment, asked.Patient, request.Provider ?? PaymentProvider.Manual, Coupon: null, asked.Reason, calendar.Value, account.Value,
                asked.Gateway, conditions, now, MeetingLink.Make(calendar.Value.VideoLink), WalkInRoom.PayUntil(held.Start, held.End, calendar.Value.Zone));
            if (unit.Append(visit, RequestAppointment.Decide(held, command)) is { } refusal)
            {
                return refusal;
            }

            RequestAppointment.Begin(unit, visit.State, money, asked.Gateway, account.Value, calendar.Value);
            unit.Lock(calendar.Value);
            unit.GuardWindow(asked.Doctor, asked.Waives(HoldSlot.DayFull) ? null : room.Value.Window(start), now);
            return Answer.Created($"/api/appointments/{id}", AppointmentBody.Of(visit.State, asked.Caller), visit.Version);
        };
    }
}
