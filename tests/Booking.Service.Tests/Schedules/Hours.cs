using Booking.Contracts;
using Booking.Service.Schedules;
using NodaTime;
using NodaTime.Text;
using WeeklyWindow = Booking.Service.Schedules.WeeklyWindow;

namespace Booking.Service.Tests.Schedules;

/// <summary>Calendars in few words.</summary>
static class Hours
{
    public static readonly LocalTime Midnight = LocalTime.Midnight;
    static readonly ZonedDateTimePattern Clock = ZonedDateTimePattern.CreateWithInvariantCulture("HH':'mmo<g>", null);

    public static LocalTime T(string time) => LocalTimePattern.CreateWithInvariantCulture("HH':'mm").Parse(time).Value;
    public static LocalDate D(string date) => LocalDatePattern.Iso.Parse(date).Value;

    public static OpenHours Open(string start, string end, int slot = 60, int buffer = 0, int? most = null, params AppointmentType[] types) =>
        new(T(start), T(end), slot, buffer, most, types.Length == 0 ? [AppointmentType.Standard] : [.. types]);

    public static Timetable Daily(string zone, params OpenHours[] hours) =>
        new(zone, [.. Enumerable.Range(1, 7).SelectMany(day => hours.Select(open => new WeeklyWindow((IsoDayOfWeek)day, open)))], [], []);

    public static Timetable Blocking(this Timetable timetable, string date, string? start = null, string? end = null) => timetable with
    {
        Blocks = [.. timetable.Blocks, new(ExceptionId.New(), D(date), "away", start is null ? null : T(start), end is null ? null : T(end))],
    };

    public static Timetable Opening(this Timetable timetable, string date, OpenHours hours) => timetable with
    {
        CustomHours = [.. timetable.CustomHours, new(ExceptionId.New(), D(date), "extra", hours)],
    };

    public static List<OfferedWindow> Cut(this Timetable timetable, LocalDate date) =>
        new SlotCutter(timetable, DateTimeZoneProviders.Tzdb).Cut(date);

    /// <summary>All starts of a date on the doctor's clock with its offset: <c>09:00+05:45 10:00+05:45</c>.</summary>
    public static string Starts(this Timetable timetable, string date)
    {
        var zone = DateTimeZoneProviders.Tzdb[timetable.TimeZone];
        return string.Join(' ', timetable.Cut(D(date)).SelectMany(window => window.Starts).Select(start => Clock.Format(start.InZone(zone))));
    }
}
