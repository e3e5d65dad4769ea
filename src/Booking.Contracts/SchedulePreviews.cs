namespace Booking.Contracts;

/// <summary>A week and rules that nobody has saved, and the dates to show of it.</summary>
/// <param name="Rules">Null: those that stand.</param>
/// <param name="From">In the doctor's zone.</param>
/// <param name="To">Included; at most 62 days from <paramref name="From"/>, both counted.</param>
public sealed record SchedulePreviewRequest(IReadOnlyList<WeeklyWindow> Weekly, LocalDate From, LocalDate To, ScheduleRules? Rules = null);

/// <summary>What a week would offer, exceptions included, whatever is held or booked and however near or far it is.</summary>
/// <param name="TimeZone">The doctor's; all dates are in it.</param>
/// <param name="LastDate">The last date that the rules would let anybody book today.</param>
/// <param name="Conflicts">Visits that would stand outside; saving neither moves nor cancels them.</param>
public sealed record SchedulePreviewAnswer(string TimeZone, LocalDate LastDate, IReadOnlyList<PreviewDay> Days, IReadOnlyList<VisitOutside> Conflicts);

/// <param name="Slots">That start on this date, by start.</param>
/// <param name="ClockChanges">None on most dates.</param>
/// <param name="Exceptions">What is different on this date.</param>
public sealed record PreviewDay(LocalDate Date, IReadOnlyList<PreviewSlot> Slots, IReadOnlyList<ClockChange> ClockChanges, IReadOnlyList<PreviewException> Exceptions);

/// <param name="Local">The start on the doctor's wall clock.</param>
/// <param name="Types">What could be booked then.</param>
public sealed record PreviewSlot(Instant Start, Instant End, OffsetDateTime Local, IReadOnlyList<AppointmentType> Types);

/// <summary>A moment at which the clock on the wall jumps.</summary>
/// <param name="Before">What it would show at that moment had it gone on as before.</param>
/// <param name="After">What it shows.</param>
public sealed record ClockChange(Instant At, OffsetDateTime Before, OffsetDateTime After);

/// <param name="Start">Null together with <paramref name="End"/>: the whole date.</param>
public sealed record PreviewException(Guid Id, ExceptionType Type, string Reason, LocalTime? Start, LocalTime? End);
