using Booking.Service.Wording;
using NodaTime;

namespace Booking.Service.Web.Desks;

/// <summary>A day in a table of hours.</summary>
/// <param name="Link">Of the day alone.</param>
/// <param name="Zone">Named where columns differ in it.</param>
public sealed record HourColumn(Phrase Head, string Link, string? Zone, LocalDate Date, IReadOnlyList<Entry> Entries)
{
    /// <summary>Hours on the wall since the date began: what starts after midnight stands below, and not at the top.</summary>
    public int HourOf(Entry entry)
    {
        var local = entry.Slot.Start.InZone(entry.Zone).LocalDateTime;
        return NodaConstants.HoursPerDay * Period.DaysBetween(Date, local.Date) + local.Hour;
    }
}
