using System.Collections.Concurrent;
using System.Diagnostics;

namespace Booking.Service.Doctors;

/// <summary>
/// The filters whose page the beginning of an order did not fill a short while ago: whoever asks the same goes by the filter's index at once.
/// Only the way to the same rows depends on it, so it may be wrong, forgotten, and another one in each process.
/// </summary>
sealed class RareFilters
{
    const int Most = 1_000;
    static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);

    readonly ConcurrentDictionary<Key, long> _since = [];

    readonly record struct Key(string? Search, long? MaxFee, string? Currency, DoctorSort Sort);

    /// <summary>Never with a span: who is free in it changes with each claim.</summary>
    public bool Contains(DirectoryFilter filter) =>
        filter.From is null && _since.TryGetValue(Of(filter), out var since) && Stopwatch.GetElapsedTime(since) < Kept;

    public void Add(DirectoryFilter filter)
    {
        if (filter.From is not null)
        {
            return;
        }

        if (_since.Count >= Most)
        {
            _since.Clear();
        }

        _since[Of(filter)] = Stopwatch.GetTimestamp();
    }

    static Key Of(DirectoryFilter filter) => new(filter.Search, filter.MaxFee, filter.Currency, filter.Sort);
}
