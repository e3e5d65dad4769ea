using System.Globalization;
using Booking.Contracts;
using Booking.Service.Wording;
using NodaTime;

namespace Booking.Service.Web.Settings;

/// <summary>Times on a wall clock, in the reader's language: hours of a week have no instant.</summary>
static class ClockWords
{
    const int NoonHour = 12;

    extension(Texts texts)
    {
        /// <summary>9:00 AM</summary>
        public Phrase Clock(LocalTime time) => Phrase.Apart(string.Create(
            CultureInfo.InvariantCulture, $"{time.ClockHourOfHalfDay}:{time.Minute:00} {texts.ByKey[time.Hour < NoonHour ? "am" : "pm"]}"));

        public string Weekday(IsoDayOfWeek day) => texts.ByKey[$"day.{(int)day}"];

        public string Weekday(WeekDay day) => texts.Weekday((IsoDayOfWeek)day);

        /// <summary>Monday 23 November 2026</summary>
        public Phrase Day(LocalDate date) => texts.Say(
            "settings.date", ("weekday", Phrase.Of(texts.Weekday(date.DayOfWeek))), ("day", Number(date.Day)), ("month", Phrase.Of(texts.ByKey[$"month.{date.Month}"])),
            ("year", Number(date.Year)));
    }

    static Phrase Number(int number) => Phrase.Of(number.ToString(CultureInfo.InvariantCulture));
}
