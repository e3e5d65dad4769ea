using Booking.Contracts;
using Booking.Service.Appointments;
using NodaTime;

namespace Booking.Service.Web.Visiting;

/// <summary>A visit as its page shows it.</summary>
/// <param name="Doctor">Null when the public does not see them any more.</param>
/// <param name="Payment">Null when nothing is due.</param>
/// <param name="Asks">The doctor asks something before the visit.</param>
/// <param name="IsReviewed">The patient has rated it.</param>
/// <param name="Patient">Whose it is, for the desk and the doctor.</param>
/// <param name="IsOwn">Whoever looks is its patient.</param>
/// <param name="Refused">What the interface said to the last press of a button.</param>
public sealed record VisitModel(
    AppointmentAnswer Visit, DoctorAnswer? Doctor, PaymentAnswer? Payment, bool Asks, bool IsReviewed, DayPatient? Patient, bool IsOwn, Instant Now, Problem? Refused = null)
{
    static readonly Duration JoinAhead = Duration.FromMinutes(10), JoinAfter = Duration.FromMinutes(30), SoonAhead = Duration.FromHours(1);

    /// <summary>As receipts and letters name it.</summary>
    public string Number => new AppointmentId(Visit.Id).Number();

    public bool IsPending => Visit.Status == AppointmentStatus.PendingPayment;
    public bool IsConfirmed => Visit.Status == AppointmentStatus.Confirmed;

    /// <summary>Until when its patient may move it, as far as its policy says.</summary>
    public Instant MoveUntil => Visit.Start - Duration.FromHours(Visit.Policy?.RescheduleHoursBefore ?? 0);

    public bool MayMove => IsOwn && Visit.IsLive() && Now <= MoveUntil && Now < Visit.Start;
    public bool MayCancel => IsOwn && Visit.IsLive() && Now < Visit.Start;

    public Instant JoinFrom => Visit.Start - JoinAhead;
    public bool IsOver => Now >= Visit.End;

    /// <summary>The two parties may enter now.</summary>
    public bool MayJoin => Visit.MeetingLink is not null && Now >= JoinFrom && Now < Visit.End + JoinAfter;

    public bool IsAtTheDesk => Visit.Payment?.Provider == PaymentProvider.Manual;

    /// <summary>Money has come or is coming, and the visit does not stand yet.</summary>
    public bool IsBeingConfirmed => IsPending && Payment?.Status is null or PaymentStatus.Processing or PaymentStatus.Paid or PaymentStatus.PartiallyRefunded;

    /// <summary>A page to pay on was closed, or what was tried there did not work.</summary>
    public bool MayPayAgain => IsPending && !IsAtTheDesk && Payment?.Status is PaymentStatus.Failed or PaymentStatus.Expired;

    /// <summary>All that was granted because the visit did not take place has been sent back.</summary>
    public bool IsBack => Payment?.Refunded.Amount >= (Visit.Cancellation?.Refund ?? Visit.NoShow?.Refund)?.Amount;

    /// <summary>What came in when the visit was over already: all of it goes back.</summary>
    public Money? LateMoney =>
        Visit.Status is AppointmentStatus.Cancelled or AppointmentStatus.Refunded && Visit.Cancellation is null or { Fee.Amount: 0, Refund.Amount: 0 }
        && Payment is { Captured: { Amount: > 0 } captured, Provider: not PaymentProvider.Manual } ? captured : null;

    public bool HasReceipt => Payment is { Captured.Amount: > 0 } || (Payment is null && Visit.Due.Amount == 0 && !IsPending);

    /// <summary>In how many seconds the page should look again, while something is about to change; null when nothing is.</summary>
    public int? LookAgain => this switch
    {
        { IsBeingConfirmed: true } => 3,
        { IsPending: true, IsAtTheDesk: false } => 15,
        { IsConfirmed: true } when JoinFrom > Now && JoinFrom - Now < SoonAhead => 30,
        _ => null,
    };
}
