using System.Diagnostics;
using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.TimeZones;
using NodaTime;

namespace Booking.Service.Appointments;

public abstract record AppointmentEvent;

/// <summary>A hold was spent on a visit.</summary>
/// <param name="Slot">The slot_lock stream.</param>
/// <param name="LocalStart">The wall time that was promised, in <paramref name="TimeZone"/> by <paramref name="Tzdb"/>.</param>
/// <param name="Policy">As it stood at the hold; null: everything goes back until the start.</param>
/// <param name="Payment">Null when nothing is due.</param>
/// <param name="PayBy">When an unpaid visit ends; null when nothing is due.</param>
/// <param name="Reason">Why the patient comes, sealed under the patient's key.</param>
/// <param name="Place">Where the patient said to be then, a country or a part of one; null when nobody said.</param>
/// <param name="Terms">The terms of booking in force; null: booked before terms had versions, and before one patient's visits could not overlap.</param>
/// <param name="PolicyVersion">The version of the doctor's stream at which the policy was set.</param>
/// <param name="Series">The series that it was booked in.</param>
/// <param name="Overrides">The codes of rules that the desk waived.</param>
/// <param name="Coupon">The coupon whose use gave the discount; null without one.</param>
public sealed record AppointmentRequested(
    AppointmentId Appointment, DoctorId Doctor, PatientId Patient, HoldId Hold, StreamId Slot, Instant Start, Instant End,
    LocalDateTime LocalStart, string TimeZone, string Tzdb, AppointmentType Type, Money Price, Money Discount, DoctorPolicy? Policy,
    PaymentProvider Provider, PaymentId? Payment, Instant? PayBy, byte[]? Reason, string? Place = null, string? Terms = null, long? PolicyVersion = null,
    SeriesId? Series = null, EquatableList<string>? Overrides = null, StreamId? Coupon = null) : AppointmentEvent;

/// <param name="Paid">Null when nothing was due.</param>
/// <param name="MeetingLink">Where the two parties meet; null while the doctor has no video configured.</param>
public sealed record AppointmentConfirmed(Money? Paid, string? MeetingLink = null) : AppointmentEvent;

/// <summary>The visit stands at another time, on a hold that was made and spent for it. Price, policy, payment and link stay.</summary>
/// <param name="Slot">The slot_lock stream.</param>
/// <param name="LocalStart">The wall time that is promised now.</param>
/// <param name="MostRefund">
/// What a later cancellation by the patient's side gives back at most, in percent: what it would have given back at the moment of the move.
/// </param>
/// <param name="Reason">In the words of who moved it, sealed under the patient's key.</param>
public sealed record AppointmentRescheduled(
    Party By, HoldId Hold, StreamId Slot, Instant Start, Instant End, LocalDateTime LocalStart, string TimeZone, string Tzdb, int MostRefund,
    byte[]? Reason) : AppointmentEvent;

/// <summary>The visit took place.</summary>
public sealed record AppointmentCompleted : AppointmentEvent;

/// <summary>The patient did not come.</summary>
/// <param name="Fee">What the clinic keeps of what was paid.</param>
/// <param name="Refund">What goes back.</param>
/// <param name="Rule">The rule in words.</param>
public sealed record AppointmentNoShow(Money Fee, Money Refund, string Rule) : AppointmentEvent;

/// <summary>It was closed by mistake, as completed or as missed, and is confirmed again.</summary>
/// <param name="Kept">What the clinic may keep: what was paid less what has gone back.</param>
public sealed record AppointmentReopened(Money Kept) : AppointmentEvent;

/// <summary>The parties meet elsewhere.</summary>
/// <param name="MeetingLink">Null: nowhere yet.</param>
public sealed record AppointmentLinkChanged(string? MeetingLink) : AppointmentEvent;

/// <summary>The patient has answered what the doctor asks beforehand; a later one replaces an earlier one.</summary>
/// <param name="Answers">Sealed under the patient's key.</param>
public sealed record AppointmentIntakeCompleted(byte[] Answers) : AppointmentEvent;

/// <param name="Code">Why, for programs: <c>cancelled</c> or <c>payment_expired</c>.</param>
/// <param name="Fee">What the clinic keeps of what was paid.</param>
/// <param name="Refund">What goes back.</param>
/// <param name="Rule">The rule in words, as it was shown.</param>
/// <param name="Reason">In the words of who cancelled, sealed under the patient's key.</param>
public sealed record AppointmentCancelled(Party By, string Code, Money Fee, Money Refund, string Rule, byte[]? Reason) : AppointmentEvent;

/// <summary>A change of the visit's payment that shows in the visit.</summary>
/// <param name="CheckoutUrl">Where the patient pays now; null when there is no page.</param>
/// <param name="Provider">Who is to get the money; null: as before.</param>
/// <param name="GivenBack">What was given back so far beside what the rules give back; null: as before.</param>
/// <param name="Kept">What the clinic may keep after that; null: as before.</param>
public sealed record AppointmentPaymentChanged(
    PaymentStatus Status, string? CheckoutUrl = null, PaymentProvider? Provider = null, Money? GivenBack = null, Money? Kept = null) : AppointmentEvent;

/// <summary>An unpaid visit has longer: a new page was opened, or a payment is on its way.</summary>
/// <param name="ForProcessing">The time that a payment on its way is given, once.</param>
public sealed record AppointmentDeadlineMoved(Instant PayBy, bool ForProcessing) : AppointmentEvent;

/// <summary>The money came after the visit was cancelled as unpaid, and its time was still free: it stands again, on a new hold.</summary>
public sealed record AppointmentReinstated(HoldId Hold) : AppointmentEvent;

/// <summary>The refund that the cancellation granted has arrived.</summary>
public sealed record AppointmentRefunded : AppointmentEvent;

/// <summary>The refund had arrived, and the provider then said that it failed after all.</summary>
public sealed record AppointmentRefundFailed : AppointmentEvent;

/// <param name="Requested">Null until there is a visit.</param>
/// <param name="PaymentStatus">Null when nothing is due.</param>
/// <param name="Kept">What the clinic may keep of the money: everything due, the fee after a cancel, nothing while pending.</param>
/// <param name="CheckoutUrl">Where the patient pays now.</param>
/// <param name="PayBy">When an unpaid visit ends.</param>
/// <param name="HadProcessingTime">A payment on its way was given its time already.</param>
/// <param name="Cancelled">How it ended, when it was cancelled.</param>
/// <param name="MeetingLink">Where the parties meet; known from the confirmation on.</param>
/// <param name="MostRefund">What a cancellation by the patient's side gives back at most, in percent, because of moves.</param>
/// <param name="Changes">How often its time changed or it was called off: what a calendar knows as SEQUENCE.</param>
/// <param name="Intake">What the patient has answered to what the doctor asks beforehand, sealed; null while they have not.</param>
/// <param name="StartBeforeLaw">The latest start that it had before the law moved the clock, since it was booked or moved by its parties; null: the law did not.</param>
/// <param name="Missed">How it ended, when the patient did not come.</param>
public sealed record AppointmentState(
    AppointmentRequested? Requested, AppointmentStatus Status, PaymentStatus? PaymentStatus, Money? Kept, PaymentProvider Provider = default,
    string? CheckoutUrl = null, Money? GivenBack = null, Instant? PayBy = null, bool HadProcessingTime = false, AppointmentCancelled? Cancelled = null,
    string? MeetingLink = null, int MostRefund = 100, int Changes = 0, byte[]? Intake = null, AppointmentNoShow? Missed = null,
    Instant? StartBeforeLaw = null)
{
    /// <summary>The code of a cancellation because nobody paid.</summary>
    public const string PaymentExpired = "payment_expired";

    public AppointmentRequested Visit => Requested ?? throw new InvalidOperationException("There is no such visit.");
    public Money Due => Visit.Price - Visit.Discount;

    /// <summary>The start by which rules of the policy count their hours: a clock that the law moved takes nothing from the patient.</summary>
    public Instant RuleStart => StartBeforeLaw is { } before ? Instant.Max(before, Visit.Start) : Visit.Start;

    /// <summary>Until when it may be paid at most: until it starts; who came without an appointment, and so has a deadline after the start, for the whole day.</summary>
    public Instant PayableUntil => PayBy > Visit.Start ? WalkInRoom.PayUntil(Visit.Start, Visit.End, Zones.Get(Visit.TimeZone)) : Visit.Start;

    public bool IsPending => Requested is not null && Status == AppointmentStatus.PendingPayment;

    /// <summary>Ended because nobody paid in time; money that comes late may still bring it back.</summary>
    public bool IsLapsed => Status == AppointmentStatus.Cancelled && Cancelled?.Code == PaymentExpired;

    /// <summary>Asked for or confirmed: it has its time.</summary>
    public bool IsLive => Requested is not null && Status is AppointmentStatus.PendingPayment or AppointmentStatus.Confirmed;
}

/// <summary>A visit, from the request to its end. It is also the process: its status says the next step.</summary>
public static class Appointment
{
    public static Category<AppointmentState, AppointmentEvent> Category { get; } =
        new("appointment", new(null, AppointmentStatus.PendingPayment, null, null), Evolve);

    public static StreamId Stream(this AppointmentId id) => new(id.Value);

    /// <summary>What people are told in place of the id: its random part, since the rest is the time at which it was made.</summary>
    public static string Number(this AppointmentId id) => id.Value.ToString("N")[20..].ToUpperInvariant();

    static AppointmentState Evolve(AppointmentState state, AppointmentEvent @event) => @event switch
    {
        AppointmentRequested requested => new(
            requested, AppointmentStatus.PendingPayment, requested.Payment is null ? null : Contracts.PaymentStatus.Pending,
            Money.Zero(requested.Price.Currency), requested.Provider, GivenBack: Money.Zero(requested.Price.Currency), PayBy: requested.PayBy),
        AppointmentConfirmed confirmed => state with
        {
            Status = AppointmentStatus.Confirmed,
            PaymentStatus = confirmed.Paid is null ? state.PaymentStatus : Contracts.PaymentStatus.Paid,
            CheckoutUrl = null,
            Kept = state.Due,
            MeetingLink = confirmed.MeetingLink,
        },
        AppointmentCancelled cancelled => state with
        {
            Status = AppointmentStatus.Cancelled,
            Kept = cancelled.Fee,
            Cancelled = cancelled,
            Changes = state.Changes + 1,
        },
        AppointmentRescheduled moved => state with
        {
            Requested = state.Visit with
            {
                Hold = moved.Hold, Slot = moved.Slot, Start = moved.Start, End = moved.End,
                LocalStart = moved.LocalStart, TimeZone = moved.TimeZone, Tzdb = moved.Tzdb,
            },
            MostRefund = moved.MostRefund,
            Changes = state.Changes + 1,
            StartBeforeLaw = null,
        },
        AppointmentTimeMovedByLaw moved => MovedByLaw.Evolve(state, moved),
        AppointmentCompleted => state with { Status = AppointmentStatus.Completed },
        AppointmentNoShow missed => state with { Status = AppointmentStatus.NoShow, Kept = missed.Fee, Missed = missed },
        AppointmentReopened again => state with { Status = AppointmentStatus.Confirmed, Kept = again.Kept, Missed = null },
        AppointmentLinkChanged changed => state with { MeetingLink = changed.MeetingLink },
        AppointmentIntakeCompleted completed => state with { Intake = completed.Answers },
        AppointmentPaymentChanged changed => state with
        {
            PaymentStatus = changed.Status,
            CheckoutUrl = changed.CheckoutUrl,
            Provider = changed.Provider ?? state.Provider,
            Kept = changed.Kept ?? state.Kept,
            GivenBack = changed.GivenBack ?? state.GivenBack,
        },
        AppointmentDeadlineMoved moved => state with { PayBy = moved.PayBy, HadProcessingTime = state.HadProcessingTime || moved.ForProcessing },
        AppointmentReinstated again => state with
        {
            Requested = state.Visit with { Hold = again.Hold },
            Status = AppointmentStatus.PendingPayment,
            Cancelled = null,
            Changes = state.Changes + 1,
        },
        AppointmentRefunded => state with { Status = AppointmentStatus.Refunded },
        AppointmentRefundFailed => state with { Status = AppointmentStatus.Cancelled },
        _ => throw new UnreachableException($"No rule to evolve a visit by {@event.GetType().Name}."),
    };
}
