using System.Globalization;
using System.Net;
using Booking.Contracts;

namespace Booking.Drills.Faults;

/// <summary>Every request of a fault's load: when, and what came of it.</summary>
sealed class Tally
{
    /// <param name="Status">Null when no answer came.</param>
    sealed record Try(TimeSpan Began, TimeSpan Ended, int? Status, bool SaysWhen, string? Code)
    {
        public bool Succeeded => Status is < 500 and not 429 && Code != "busy";
    }

    readonly Lock gate = new();
    readonly List<Try> tries = [];
    readonly List<TimeSpan> ends = [];
    readonly long start = TimeProvider.System.GetTimestamp();

    public TimeSpan Now => TimeProvider.System.GetElapsedTime(start);

    public int Requests
    {
        get
        {
            lock (gate) return tries.Count;
        }
    }

    /// <summary>The fault is over: from here it counts how long the service takes to answer again.</summary>
    public void Over()
    {
        lock (gate) ends.Add(Now);
    }

    public void Note<T>(TimeSpan began, Answer<T>? answer)
    {
        var one = new Try(began, Now, (int?)answer?.Status, answer?.RetryAfter is not null, answer?.Problem?.Code);
        lock (gate) tries.Add(one);
    }

    /// <summary>What a caller should never see, by status: 500 and its kin, and a 503 or 429 that does not say when to come again.</summary>
    public IReadOnlyList<string> Wrong(bool allow500)
    {
        lock (gate)
            return [.. tries.Where(t => t.Status is >= 500 and not 503 && !allow500 || t.Status is 503 or 429 && !t.SaysWhen)
                .GroupBy(t => $"{t.Status}{(t.SaysWhen ? "" : " without Retry-After")}").Select(g => $"{g.Count()} answers {g.Key}")];
    }

    /// <summary>Statuses that are no success, and how often.</summary>
    public string Errors()
    {
        lock (gate)
            return string.Join(", ", tries.Where(t => !t.Succeeded || t.Status >= 400).GroupBy(t => t.Status is null ? "no answer" : t.Status == 409 ? $"409 {t.Code}" : t.Status.ToString()!)
                .OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => $"{g.Count()} x {g.Key}"));
    }

    /// <summary>The longest time without any success, between the first request and the last.</summary>
    public TimeSpan LongestOutage()
    {
        lock (gate)
        {
            var times = tries.Where(t => t.Succeeded).Select(t => t.Ended).Order().ToList();
            return times.Zip(times.Skip(1), (a, b) => b - a).DefaultIfEmpty(Now).Max();
        }
    }

    /// <summary>Over all ends of the fault, the longest until a request succeeded that was sent after it; null when none did.</summary>
    public TimeSpan? Recovery()
    {
        lock (gate)
        {
            var waits = ends.Select(end => tries.Where(t => t.Succeeded && t.Began >= end).Select(t => (TimeSpan?)(t.Ended - end)).Min()).ToList();
            return waits.Count == 0 ? TimeSpan.Zero : waits.Contains(null) ? null : waits.Max();
        }
    }

    public TimeSpan Slowest()
    {
        lock (gate) return tries.Select(t => t.Ended - t.Began).DefaultIfEmpty().Max();
    }

    public static string Seconds(TimeSpan? time) => time is { } known ? known.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) : "never";
}
