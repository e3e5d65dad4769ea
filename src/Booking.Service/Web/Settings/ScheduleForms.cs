using System.Text.RegularExpressions;
using Booking.Contracts;
using NodaTime;

namespace Booking.Service.Web.Settings;

/// <summary>Between a week with its rules and the form that shows it, a row a window.</summary>
static partial class ScheduleForms
{
    public const int MostRows = 50;

    /// <summary>The row where whoever has just made or removed one goes on.</summary>
    public const string Focus = "focus";

    public static readonly (string Name, string Label, string Hint)[] Rules =
    [
        ("rules.minimumNoticeMinutes", "settings.notice", "settings.notice_hint"), ("rules.horizonDays", "settings.horizon", "settings.horizon_hint"),
        ("rules.holdMinutes", "settings.hold", "settings.hold_hint"), ("rules.paymentMinutes", "settings.payment", "settings.payment_hint"),
        ("rules.manualPaymentHours", "settings.manual", "settings.manual_hint"), ("rules.followupWithinDays", "settings.followup_within", "settings.followup_within_hint"),
    ];

    public static readonly (string Name, string Label)[] Cells =
    [
        ("dayOfWeek", "settings.weekday"), ("start", "settings.start"), ("end", "settings.end"), ("slotMinutes", "settings.slot_minutes"),
        ("bufferMinutes", "settings.buffer_minutes"), ("maxPatients", "settings.max_patients"), ("types", "settings.types"),
    ];

    public static int Rows(Form form) => form.Rows("weekly", "dayOfWeek", MostRows);

    public static string Cell(int row, string name) => $"weekly[{row}].{name}";

    public static Form Of(ScheduleAnswer schedule, LocalDate week)
    {
        var rules = schedule.Rules;
        var form = Form.Of(
            ("week", week.ToString("uuuu-MM-dd", null)), ("rules.minimumNoticeMinutes", $"{rules.MinimumNoticeMinutes}"), ("rules.horizonDays", $"{rules.HorizonDays}"),
            ("rules.holdMinutes", $"{rules.HoldMinutes}"), ("rules.paymentMinutes", $"{rules.PaymentMinutes}"), ("rules.manualPaymentHours", $"{rules.ManualPaymentHours}"),
            ("rules.followupWithinDays", $"{rules.FollowupWithinDays}"));
        foreach (var (row, window) in schedule.Weekly.OrderBy(window => window.DayOfWeek).ThenBy(window => window.Start).Index())
            Put(form, row, RowOf(window));
        return form;
    }

    /// <returns>What cannot be read is noted in the form.</returns>
    public static ScheduleRequest Read(Form form)
    {
        var weekly = Enumerable.Range(0, Rows(form)).Select(row => Window(form, row)).ToList();
        var rules = Rules.Select(rule => form.Needed(rule.Name)).ToArray();
        return new(weekly, new(rules[0], rules[1], rules[2], rules[3], rules[4], rules[5]));
    }

    /// <summary>The same form with a row more, or one fewer.</summary>
    /// <param name="act"><c>add</c>, <c>copy:3</c> or <c>remove:3</c>.</param>
    public static Form Edited(Form form, string act)
    {
        var rows = Enumerable.Range(0, Rows(form)).Select(row => Cells.Select(cell => form.All(Cell(row, cell.Name)).ToArray()).ToArray()).ToList();
        var focus = rows.Count;
        if (act.Split(':') is [var what, var number] && int.TryParse(number, out var at) && at >= 0 && at < rows.Count)
        {
            focus = what == "remove" ? Math.Min(at, rows.Count - 2) : at + 1;
            if (what == "remove")
                rows.RemoveAt(at);
            else if (rows.Count < MostRows)
                rows.Insert(at + 1, [[NextDay(rows[at][0])], .. rows[at][1..]]);
        }
        else if (act == "add" && rows.Count < MostRows)
            rows.Add(rows.Count == 0 ? RowOf(new(WeekDay.Monday, new(9, 0), new(17, 0), 30, Enum.GetValues<AppointmentType>())) : [[NextDay(rows[^1][0])], .. rows[^1][1..]]);

        var edited = Form.Of([("week", form["week"]), (Focus, $"{focus}"), .. Rules.Select(rule => (rule.Name, form[rule.Name]))]);
        foreach (var (row, cells) in rows.Index())
            Put(edited, row, cells);
        return edited;
    }

    /// <summary>Takes over what was refused, with rows counted as people count them.</summary>
    public static bool Refused<T>(Form form, Answer<T> answer) => form.Refused(answer, static path => path, static message =>
        Other().Match(message) is { Success: true } other ? $"Must not overlap hours {int.Parse(other.Groups["row"].ValueSpan) + 1}, which have a kind of visit in common." : message);

    static WeeklyWindow Window(Form form, int row)
    {
        string Name(string cell) => Cell(row, cell);
        foreach (var needed in (ReadOnlySpan<string>)["start", "end"])
            if (!form.Has(Name(needed)))
                form.Add(Name(needed), "Is required.");
        return new(
            form.Enum(Name("dayOfWeek"), WeekDay.Monday), form.Time(Name("start")) ?? default, form.Time(Name("end")) ?? default, form.Needed(Name("slotMinutes")),
            form.Enums<AppointmentType>(Name("types")), form.Number(Name("bufferMinutes")) ?? 0, form.Number(Name("maxPatients")));
    }

    static string[][] RowOf(WeeklyWindow window) =>
    [
        [Wire.Name(window.DayOfWeek)], [Fields.Minutes(window.Start)], [Fields.Minutes(window.End)], [$"{window.SlotMinutes}"], [$"{window.BufferMinutes}"],
        window.MaxPatients is { } most ? [$"{most}"] : [], [.. window.Types.Select(Wire.Name)],
    ];

    static void Put(Form form, int row, string[][] cells)
    {
        foreach (var (cell, values) in Cells.Zip(cells))
            form.Put(Cell(row, cell.Name), values);
    }

    static string NextDay(string[] day) =>
        Wire.Name(day is [var name] && Wire.TryParse<WeekDay>(name, out var known) ? (WeekDay)((int)known % 7 + 1) : WeekDay.Monday);

    [GeneratedRegex(@"^Overlaps weekly\[(?<row>\d{1,3})\]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Other();
}
