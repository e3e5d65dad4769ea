using System.Globalization;
using NodaTime;

namespace Booking.Service.Wording;

/// <summary>Dates and times as they stand on a wall, in one language; the zone is named elsewhere.</summary>
static class WallTimes
{
    const int NoonHour = 12;

    /// <summary>9:30 AM; noon and midnight say so, as 12 alone is read as either.</summary>
    public static Phrase Time(this Texts texts, LocalTime time) => Phrase.Apart(texts.Clock(time));

    /// <inheritdoc cref="Time(Texts, LocalTime)"/>
    public static string Clock(this Texts texts, LocalTime time)
    {
        var half = texts.ByKey[time.Minute == 0 && time.Hour % NoonHour == 0 ? time.Hour == NoonHour ? "noon" : "midnight" : time.Hour < NoonHour ? "am" : "pm"];
        return string.Create(CultureInfo.InvariantCulture, $"{time.ClockHourOfHalfDay}:{time.Minute:00} {half}");
    }

    public static Phrase Time(this Texts texts, Instant at, DateTimeZone zone) => texts.Time(at.InZone(zone).TimeOfDay);

    /// <summary>Monday 23 November 2026.</summary>
    public static Phrase Day(this Texts texts, LocalDate date) => texts.Say(
        "calendar.date", ("weekday", Phrase.Of(texts.Weekday(date.DayOfWeek))), ("day", Phrase.Of(date.Day)), ("month", Phrase.Of(texts.Month(date))), ("year", Phrase.Of(date.Year)));

    public static string Weekday(this Texts texts, IsoDayOfWeek day) => texts.ByKey[$"day.{(int)day}"];

    /// <summary>The name of the month that the date is in.</summary>
    public static string Month(this Texts texts, LocalDate date) => texts.ByKey[$"month.{date.Month}"];
}
