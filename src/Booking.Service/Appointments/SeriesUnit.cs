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

/// <summary>A series as it was asked for, with what was looked up before.</summary>
/// <param name="Zone">The doctor's, in which <paramref name="Starts"/> are a week apart.</param>
/// <param name="Reason">Sealed under the patient's key.</param>
/// <param name="Cap">How many live holds the holder may have; null for the desk.</param>
sealed record SeriesAsked(
    DoctorId Doctor, AppointmentType Type, IReadOnlyList<Instant> Starts, DateTimeZone Zone, SeriesConflict OnConflict, AppointmentRequest Request,
    PatientId Patient, byte[]? Reason, IPaymentGateway Gateway, Terms Terms, Caller Caller, int? Cap);

/// <summary>One attempt at a series: what it loads in its round trip, what it decides start by start, and what it appends.</summary>
sealed class SeriesUnit
{
    readonly Unit unit;
    readonly Instant now;
    readonly SeriesAsked asked;
    readonly SeriesId series = SeriesId.New();
    readonly Loaded<PatientFacts> patient;
    readonly Loaded<ActiveGateway?> account;
    readonly Loaded<int>? live;
    readonly List<Start> starts;
    readonly AccountId holder;

    sealed record Start(
        HoldId Hold, AppointmentId Visit, PaymentId Payment, Instant At, Loaded<OfferRows> Offer, EventStream<SlotState, SlotEvent> Slot,
        EventStream<AppointmentState, AppointmentEvent> Stream, EventStream<PaymentState, PaymentEvent> Money);

    public SeriesUnit(Unit unit, Instant now, SeriesAsked asked)
    {
        (this.unit, this.now, this.asked, holder) = (unit, now, asked, asked.Caller.AccountId!.Value);
        patient = unit.LoadPatient(asked.Patient, asked.Doctor, asked.Starts[0], asked.Starts[^1] + PatientRules.LongestVisit);
        account = unit.LoadActiveGateway(asked.Doctor, asked.Request.Provider);
        live = asked.Cap is null ? null : unit.CountLiveHolds(holder, now);
        starts = [.. asked.Starts.Select(Load)];
    }

    public Result<Answer> Decide()
    {
        if (starts.Exists(start => start.Offer.Value.Facts is null))
        {
            return Refusals.NotFound;
        }

        // The doctor has moved since the starts were reckoned, in the moment between.
        if (starts.Exists(start => start.Offer.Value.Facts!.Zone.Id != asked.Zone.Id))
        {
            return Refusal.Busy;
        }

        var judged = starts.ConvertAll(start => (Start: start, Decided: Judge(start)));
        var refusals = judged.ConvertAll(one => (one.Start.At, one.Decided.Refused));
        if (BookSeries.Decide(refusals, asked.OnConflict) is { } refusal)
        {
            return refusal;
        }

        var booked = judged.FindAll(one => one.Decided.Refused is null);
        booked.ForEach(one => Append(one.Start, one.Decided));
        LockCalendar();
        var reasons = BookSeries.Reasons(refusals);
        return Answer.Created(
            $"/api/appointments/{booked[0].Start.Visit}",
            new SeriesAnswer(series.Value, [.. booked.Select(one => AppointmentBody.Of(one.Start.Stream.State, asked.Caller))], [.. reasons.Select(reason => reason.Start)], reasons),
            booked[0].Start.Stream.Version);
    }

    Start Load(Instant start)
    {
        var (visit, payment) = (AppointmentId.New(), PaymentId.New());
        return new(
            HoldId.New(), visit, payment, start, unit.LoadOffer(asked.Doctor, asked.Type, start, now), unit.Load(SlotLock.Category, SlotLock.Id(asked.Doctor, start)),
            unit.Start(Appointment.Category, visit.Stream()), unit.Start(Payment.Category, payment.Stream()));
    }

    sealed record Decided(Refusal? Refused, HoldSlot.Command? Hold = null, SlotHeld? Held = null, Decision<AppointmentEvent>? Visit = null);

    /// <summary>By the rules of a hold, and then of a request that spends it. The patient's own rules come with the request.</summary>
    Decided Judge(Start start)
    {
        var rows = start.Offer.Value;
        var hold = new HoldSlot.Command(start.Hold, asked.Doctor, asked.Type, holder, rows.Of(start.At, asked.Type), live?.Value ?? 0, asked.Cap, now);
        var held = HoldSlot.Decide(start.Slot.State, hold);
        if (held.Refusal is not null)
        {
            return new(held.Refusal);
        }

        var slot = (SlotHeld)held.Events[0];
        var visit = RequestAppointment.Decide(slot, new(
            start.Hold, start.Slot.Id, start.Visit, start.Payment, asked.Patient, asked.Request.Provider, Coupon: null, asked.Reason, rows.Facts!,
            account.Value, asked.Gateway, RequestFields.Conditions(asked.Request, patient.Value, asked.Terms, series), now, MeetingLink.Make(rows.Facts!.VideoLink)));
        return visit.Refusal is not null ? new(visit.Refusal) : new(Refused: null, hold, slot, visit);
    }

    void Append(Start start, Decided decided)
    {
        unit.GuardHold(decided.Hold!);
        unit.Append(start.Slot, [decided.Held!, new SlotBooked(start.Hold, start.Visit)]);
        unit.Append(start.Stream, decided.Visit!);
        RequestAppointment.Begin(unit, start.Stream.State, start.Money, asked.Gateway, account.Value, start.Offer.Value.Facts!);
    }

    /// <summary>Each start was read by a statement of its own; had the schedule moved between two of them, one of the versions is not there.</summary>
    void LockCalendar()
    {
        foreach (var (schedule, version) in starts.Select(start => (start.Offer.Value.Facts!.Schedule, start.Offer.Value.Facts.ScheduleVersion)).Distinct())
        {
            unit.Lock(schedule, version);
        }
    }
}
