using System.Collections.Concurrent;
using System.Diagnostics;
using NodaTime;

namespace Booking.Service.Doctors;

/// <summary>How the doctors of a list are found. Each way finds the same ones; which is quick depends on how many there are.</summary>
enum DirectoryWay
{
    /// <summary>Not known: the order is walked for a while, then the filter's index asked.</summary>
    Unknown = -1,

    /// <summary>Few pass the filter: by its index.</summary>
    Index = 0,

    /// <summary>Many do: along the order.</summary>
    Walk = 1,

    /// <summary>Few have hours in the span: by theirs.</summary>
    Span = 2,
}

/// <summary>
/// The way on which a page was found a short while ago: whoever asks the same goes it at once, by a statement of a third of the size. Only the
/// way to the same rows depends on it, so it may be wrong or forgotten, and may be another one in each process.
/// </summary>
sealed class DirectoryWays
{
    const int Most = 1_000;
    static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    readonly ConcurrentDictionary<Key, (DirectoryWay Way, long Since)> _ways = [];

    readonly record struct Key(string? Search, long? MaxFee, string? Currency, Instant? From, Instant? To, DoctorSort Sort, bool IsFirst);

    /// <summary>Nothing is known of a list by place, which is found by that.</summary>
    public DirectoryWay Of(DirectoryFilter filter, DirectoryPlace after) =>
        filter.Near is null && _ways.TryGetValue(KeyOf(filter, after), out var known) && Stopwatch.GetElapsedTime(known.Since) < Kept ? known.Way : DirectoryWay.Unknown;

    /// <summary>A later page is never looked for along the order alone: where the list ends, that would be all the rest of the order.</summary>
    public void Learn(DirectoryFilter filter, DirectoryPlace after, DirectoryWay way)
    {
        if (way == DirectoryWay.Unknown || (way == DirectoryWay.Walk && after.Id is not null))
        {
            return;
        }

        if (_ways.Count >= Most)
        {
            _ways.Clear();
        }

        _ways[KeyOf(filter, after)] = (way, Stopwatch.GetTimestamp());
    }

    static Key KeyOf(DirectoryFilter filter, DirectoryPlace after) =>
        new(filter.Search, filter.MaxFee, filter.Currency, filter.From, filter.To, filter.Sort, after.Id is null);
}
