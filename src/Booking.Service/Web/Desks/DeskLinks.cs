using Booking.Contracts;
using Booking.Service.Wording;
using NodaTime;
using NodaTime.Text;

namespace Booking.Service.Web.Desks;

/// <summary>Addresses of the desk's pages.</summary>
static class DeskLinks
{
    /// <param name="date">Null: today, wherever the doctor is.</param>
    public static string Day(IEnumerable<Guid> doctors, LocalDate? date = null) => "/desk/day?" + Query(doctors, date);

    public static string Week(Guid doctor, LocalDate? date = null) => "/desk/week?" + Query([doctor], date);

    public static string Query(IEnumerable<Guid> doctors, LocalDate? date) =>
        string.Join('&', [.. doctors.Select(doctor => $"doctor={doctor}"), .. date is { } day ? [$"date={Text(day)}"] : Array.Empty<string>()]);

    /// <summary>The day with a visit on it, which is brought to the eye.</summary>
    public static string Visit(Guid doctor, LocalDate date, Guid visit) => $"{Day([doctor], date)}&visit={visit}#v-{visit}";

    public static string Book(Guid doctor, Instant start, AppointmentType type) => $"/desk/book?doctor={doctor}&start={Text(start)}&type={Wire.Name(type)}";

    public static string Why(Guid doctor, Instant start, AppointmentType type) => $"/desk/doctors/{doctor}/why?start={Text(start)}&type={Wire.Name(type)}";

    public static string Text(Instant at) => InstantPattern.ExtendedIso.Format(at);
    public static string Text(LocalDate date) => LocalDatePattern.Iso.Format(date);
    public static string Text(LocalTime time) => LocalTimePattern.CreateWithInvariantCulture("HH:mm").Format(time);

    /// <summary>A date as an address gives it; null for what is none.</summary>
    public static LocalDate? Date(string? text) => text is not null && LocalDatePattern.Iso.Parse(text) is { Success: true, Value: var date } && date.Year is > 2000 and < 2200 ? date : null;
}

/// <summary>Wall times and dates of a clinic, without the zone that the page names once.</summary>
static class DeskTimes
{
    const int Noon = 12;

    /// <summary>9:30 AM.</summary>
    public static Phrase Time(this Texts texts, LocalTime time) =>
        Phrase.Apart($"{time.ClockHourOfHalfDay}:{time.Minute:00} {texts.ByKey[time.Hour < Noon ? "am" : "pm"]}");

    public static Phrase Time(this Texts texts, Instant at, DateTimeZone zone) => texts.Time(at.InZone(zone).TimeOfDay);

    /// <summary>Monday 23 November 2026.</summary>
    public static Phrase Day(this Texts texts, LocalDate date) => texts.Say(
        "desk.date", ("weekday", Weekday(texts, date)), ("day", Phrase.Of($"{date.Day}")),
        ("month", Phrase.Of(texts.ByKey[$"month.{date.Month}"])), ("year", Phrase.Of($"{date.Year}")));

    /// <summary>Monday 23.</summary>
    public static Phrase ShortDay(this Texts texts, LocalDate date) =>
        texts.Say("desk.date_short", ("weekday", Weekday(texts, date)), ("day", Phrase.Of($"{date.Day}")));

    static Phrase Weekday(Texts texts, LocalDate date) => Phrase.Of(texts.ByKey[$"day.{(int)date.DayOfWeek}"]);
}
