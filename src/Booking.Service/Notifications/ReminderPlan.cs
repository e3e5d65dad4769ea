using NodaTime;
using NodaTime.Text;

namespace Booking.Service.Notifications;

/// <summary>When patients are reminded.</summary>
/// <param name="Offsets">How long before the start, the longest first; at most 5, each 5 minutes to 14 days, none twice. Empty: nobody is reminded.</param>
public sealed record ReminderPlan(EquatableList<Duration> Offsets)
{
    const string Setting = "Notifications:Reminders";
    const int Most = 5;
    static readonly Duration Shortest = Duration.FromMinutes(5), Longest = Duration.FromDays(14);
    static readonly DurationPattern Hours = DurationPattern.CreateWithInvariantCulture("H:mm:ss");

    /// <summary>A day and an hour before.</summary>
    public static ReminderPlan Default { get; } = new([Duration.FromHours(24), Duration.FromHours(1)]);

    /// <summary>
    /// <c>Notifications:Reminders</c>: a list, or one value with commas; each <c>24:00:00</c> (hours, minutes, seconds) or ISO 8601
    /// (<c>PT24H</c>, <c>P1D</c>); <c>none</c> for no reminders at all.
    /// </summary>
    /// <exception cref="StartupRefusedException">A value is malformed or outside its bounds.</exception>
    public static ReminderPlan From(IConfiguration configuration)
    {
        var section = configuration.GetSection(Setting);
        string[] written = section.Value is { } one
            ? one.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            : [.. section.GetChildren().Select(child => child.Value ?? "")];
        if (section.Value is null && written.Length == 0)
            return Default;
        if (written is [] or ["none"])
            return new(EquatableList.Of<Duration>([]));
        var offsets = written.Select(Parse).OrderDescending().ToArray();
        return offsets.Length <= Most && offsets.Distinct().Count() == offsets.Length && offsets[0] <= Longest && offsets[^1] >= Shortest
            ? new(EquatableList.Of<Duration>(offsets))
            : throw new StartupRefusedException($"{Setting} must name at most {Most} different times of 5 minutes to 14 days before the start.");
    }

    /// <summary>The offset of the reminder that follows; zero (the start itself) when there is none.</summary>
    public Duration After(Duration before) => Offsets.FirstOrDefault(offset => offset < before);

    static Duration Parse(string text) =>
        Hours.Parse(text) is { Success: true, Value: var hours } ? hours
        : PeriodPattern.NormalizingIso.Parse(text) is { Success: true, Value: { Years: 0, Months: 0 } period } ? period.ToDuration()
        : throw new StartupRefusedException($"{Setting} has '{text}', which is neither a time such as 24:00:00 nor ISO 8601 such as PT24H.");
}

/// <summary>Hours in which nobody is woken by a reminder, in the patient's own time.</summary>
/// <param name="From">Included; equal to <paramref name="Until"/>: there are none.</param>
/// <param name="Until">Not included; before <paramref name="From"/> it is the next day's.</param>
public sealed record QuietHours(LocalTime From, LocalTime Until)
{
    const string Setting = "Notifications:QuietHours";
    static readonly LocalTimePattern Clock = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    /// <summary><c>Notifications:QuietHours</c> as <c>21:00-08:00</c>, which is the default; <c>none</c> for no quiet hours.</summary>
    /// <exception cref="StartupRefusedException">It is malformed.</exception>
    public static QuietHours Of(IConfiguration configuration) => configuration[Setting] switch
    {
        null or "" => new(new(21, 0), new(8, 0)),
        "none" => new(LocalTime.Midnight, LocalTime.Midnight),
        var text when text.Split('-', StringSplitOptions.TrimEntries) is [var from, var until]
            && Clock.Parse(from) is { Success: true, Value: var first } && Clock.Parse(until) is { Success: true, Value: var last } => new(first, last),
        _ => throw new StartupRefusedException($"{Setting} must be two times such as 21:00-08:00, or none."),
    };

    public bool Contains(LocalTime time) => From <= Until ? time >= From && time < Until : time >= From || time < Until;
}
