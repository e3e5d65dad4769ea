using Booking.Contracts;
using Booking.Service.Wording;
using NodaTime;

namespace Booking.Service.Web.Settings;

/// <summary>Two weeks side by side: the days and rules that are not the same.</summary>
static class ScheduleDifferences
{
    public static IReadOnlyList<Difference> Between(ScheduleAnswer theirs, ScheduleRequest yours, Texts texts)
    {
        var days = Enum.GetValues<WeekDay>().Select(day => new Difference(texts.Weekday((IsoDayOfWeek)day), Day(theirs.Weekly, day, texts), Day(yours.Weekly, day, texts)));
        var (before, after) = (ScheduleForms.Of(theirs, default), ScheduleForms.Of(new([], yours.Rules!, []), default));
        var rules = ScheduleForms.Rules.Select(rule => new Difference(texts.ByKey[rule.Label], before[rule.Name], after[rule.Name]));
        return [.. days.Concat(rules).Where(difference => difference.Theirs != difference.Yours)];
    }

    static string? Day(IEnumerable<WeeklyWindow> weekly, WeekDay day, Texts texts)
    {
        var windows = weekly.Where(window => window.DayOfWeek == day).OrderBy(window => window.Start).Select(window => Text(window, texts)).ToList();
        return windows.Count == 0 ? null : string.Join('\n', windows);
    }

    static string Text(WeeklyWindow window, Texts texts) => texts.Say(
        "settings.window", ("start", texts.Time(window.Start)), ("end", texts.Time(window.End)), ("minutes", Phrase.Of($"{window.SlotMinutes}")),
        ("buffer", Phrase.Of($"{window.BufferMinutes}")), ("most", Phrase.Of(window.MaxPatients is { } most ? $"{most}" : texts.ByKey["settings.no_limit"])),
        ("types", Phrase.Of(string.Join(", ", window.Types.Order().Select(type => texts.ByKey[$"appointment_type.{Wire.Name(type)}"]))))).Plain(texts.IsRightToLeft);
}
