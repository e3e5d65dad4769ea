namespace Booking.Contracts;

/// <summary>What goes back when a visit is cancelled.</summary>
/// <param name="HoursBefore">The tier counts at this many hours before the start, or more.</param>
/// <param name="RefundPercent">0 to 100.</param>
public sealed record CancellationTier(int HoursBefore, int RefundPercent);

/// <summary>A doctor's rules about visits that do not take place as booked.</summary>
/// <param name="Cancellation">Below the last tier nothing goes back.</param>
/// <param name="RescheduleHoursBefore">A patient may move a visit until this many hours before its start.</param>
/// <param name="NoShowRefundPercent">0 to 100.</param>
public sealed record DoctorPolicy(IReadOnlyList<CancellationTier> Cancellation, int RescheduleHoursBefore, int NoShowRefundPercent);
