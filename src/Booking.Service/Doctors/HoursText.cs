using System.Globalization;
using Booking.Contracts;
using Booking.Service.Schedules;
using NodaTime;
using NodaTime.Text;
using WeeklyWindow = Booking.Service.Schedules.WeeklyWindow;

namespace Booking.Service.Doctors;

/// <summary>
/// A week in one cell: <c>mon-fri 09:00-17:00 30 | sat 10:00-14:00 20+5 followup max 6</c>. Days, times, minutes of a visit and after the plus those kept
/// free behind it; then, where they differ from both types and no limit, the type and the most visits of a date.
/// </summary>
static class HoursText
{
    const string Form = "Must be like: mon-fri 09:00-17:00 30 | sat 10:00-14:00 20+5 followup max 6";

    static readonly string[] Days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    static readonly LocalTimePattern Clock = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    /// <returns>Null when it cannot be read.</returns>
    public static EquatableList<WeeklyWindow>? Parse(string text, Action<string> error)
    {
        List<WeeklyWindow> week = [];
        foreach (var part in text.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (Window(part.Split(' ', StringSplitOptions.RemoveEmptyEntries)) is not { } windows)
            {
                error(Form);
                return null;
            }

            week.AddRange(windows);
        }

        return week.ToEquatableList();
    }

    static List<WeeklyWindow>? Window(string[] words)
    {
        if (words is not [var days, var times, var visit, .. var rest] || Range(days) is not { } range || Times(times) is not var (start, end)
            || Minutes(visit) is not var (slot, buffer) || Rest(rest) is not var (types, most))
        {
            return null;
        }

        return [.. range.Select(day => new WeeklyWindow(day, new(start, end, slot, buffer, most, types)))];
    }

    // sat-mon goes on over Sunday.
    static List<IsoDayOfWeek>? Range(string words)
    {
        List<IsoDayOfWeek> days = [];
        foreach (var part in words.Split(','))
        {
            var ends = part.Split('-');
            var (first, last) = (Array.IndexOf(Days, ends[0].ToLowerInvariant()), Array.IndexOf(Days, ends[^1].ToLowerInvariant()));
            if (first < 0 || last < 0 || ends.Length > 2)
            {
                return null;
            }

            for (var day = first; ; day = (day + 1) % Days.Length)
            {
                days.Add((IsoDayOfWeek)(day + 1));
                if (day == last)
                    break;
            }
        }

        return days;
    }

    static (LocalTime Start, LocalTime End)? Times(string words) =>
        words.Split('-') is [var start, var end] && Time(start) is { } from && Time(end) is { } to ? (from, to) : null;

    static LocalTime? Time(string word) =>
        word == "24:00" ? LocalTime.Midnight : Clock.Parse(word) is { Success: true, Value: var time } ? time : null;

    static (int Slot, int Buffer)? Minutes(string words) => words.Split('+') switch
    {
        [var slot] when Number(slot) is { } minutes => (minutes, 0),
        [var slot, var buffer] when Number(slot) is { } minutes && Number(buffer) is { } free => (minutes, free),
        _ => null,
    };

    static (EquatableList<AppointmentType> Types, int? Most)? Rest(string[] words)
    {
        EquatableList<AppointmentType> both = [AppointmentType.Standard, AppointmentType.Followup];
        (EquatableList<AppointmentType> types, string[] rest) = words switch
        {
            ["standard", .. var more] => ([AppointmentType.Standard], more),
            ["followup", .. var more] => ([AppointmentType.Followup], more),
            _ => (both, words),
        };
        return rest switch
        {
            [] => (types, null),
            ["max", var count] when Number(count) is { } most => (types, most),
            _ => null,
        };
    }

    static int? Number(string word) => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
