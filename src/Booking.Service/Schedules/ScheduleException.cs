using NodaTime;

namespace Booking.Service.Schedules;

/// <summary>What makes one date of a doctor differ from the week. It neither moves nor cancels a visit.</summary>
/// <param name="Date">A date in the doctor's zone.</param>
/// <param name="Reason">For the desk, 1 to 500 characters; patients do not see it.</param>
public abstract record ScheduleException(ExceptionId Id, LocalDate Date, string Reason)
{
    /// <summary>The dates whose windows may lose or gain slots by this exception, both ends included.</summary>
    public abstract DateInterval TouchedDates();
}

/// <summary>Time in which no visit is offered; it wins over custom hours.</summary>
/// <param name="Start">Null, as <paramref name="End"/>: the windows that start on the date are gone, to their ends after midnight.
/// Else every visit that overlaps the local times of the date is gone, from whichever window; a buffer may reach into the block.</param>
/// <param name="End">After <paramref name="Start"/>; 00:00 is the midnight at which the date ends.</param>
public sealed record Block(ExceptionId Id, LocalDate Date, string Reason, LocalTime? Start, LocalTime? End)
    : ScheduleException(Id, Date, Reason)
{
    // A night window of the day before reaches into the date; where a clock goes back over midnight, the first
    // minutes of the next date come before the last ones of this date.
    public override DateInterval TouchedDates() => Start is null ? new(Date, Date) : new(Date.PlusDays(-1), Date.PlusDays(1));
}

/// <summary>Open hours of one date. All custom hours of a date together replace the week's windows that start on it.</summary>
public sealed record CustomHours(ExceptionId Id, LocalDate Date, string Reason, OpenHours Hours)
    : ScheduleException(Id, Date, Reason)
{
    public override DateInterval TouchedDates() => new(Date, Date);
}
