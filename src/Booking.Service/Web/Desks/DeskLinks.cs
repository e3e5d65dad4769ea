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

    /// <summary>As <see cref="Visit"/>, after it was booked: the day then tells its number, to be told to who is on the telephone.</summary>
    public static string Booked(Guid doctor, LocalDate date, Guid visit) => $"{Day([doctor], date)}&visit={visit}&booked=true#v-{visit}";

    public static string Book(Guid doctor, Instant start, AppointmentType type) => $"/desk/book?doctor={doctor}&start={Text(start)}&type={Wire.Name(type)}";

    public static string Why(Guid doctor, Instant start, AppointmentType type) => $"/desk/doctors/{doctor}/why?start={Text(start)}&type={Wire.Name(type)}";

    public static string Text(Instant at) => InstantPattern.ExtendedIso.Format(at);
    public static string Text(LocalDate date) => LocalDatePattern.Iso.Format(date);
    public static string Text(LocalTime time) => LocalTimePattern.CreateWithInvariantCulture("HH:mm").Format(time);

    /// <summary>A date as an address gives it; null for what is none.</summary>
    public static LocalDate? Date(string? text) => text is not null && LocalDatePattern.Iso.Parse(text) is { Success: true, Value: var date } && date.Year is > 2000 and < 2200 ? date : null;
}

/// <summary>Dates in a narrow column of the desk's pages.</summary>
static class DeskTimes
{
    /// <summary>Monday 23.</summary>
    public static Phrase ShortDay(this Texts texts, LocalDate date) =>
        texts.Say("desk.date_short", ("weekday", Phrase.Of(texts.Weekday(date.DayOfWeek))), ("day", Phrase.Of(date.Day)));
}
