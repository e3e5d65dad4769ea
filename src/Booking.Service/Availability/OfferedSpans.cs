using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Replicas;
using Booking.Service.Schedules;
using Microsoft.Extensions.Caching.Memory;
using NodaTime;

namespace Booking.Service.Availability;

/// <summary>
/// Keeps in memory what schedules offer, by the version of the schedule: a change is another key, so nothing is ever stale, and a replica that is
/// behind finds what was offered then.
/// </summary>
public sealed class OfferedSpans : IDisposable
{
    /// <summary>How many slots are kept in all, about 250 bytes each in a zone.</summary>
    const long MostSlots = 200_000;

    /// <summary>A rebuild may put windows right that a replica still has wrong: what was read there after everybody had forgotten is not kept for ever.</summary>
    static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>The version beside the windows, in one statement, so that the two are of one moment.</summary>
    const string Find = $"""
        select c.schedule_version, {WindowRow.Columns}, w.starts
          from calendars c left join offered_slots w on w.doctor_id = c.doctor_id and w.type = $2 and w.date between $3 and $4
         where c.doctor_id = $1 order by w.window_start
        """;

    readonly MemoryCache _cache = new(new MemoryCacheOptions { SizeLimit = MostSlots });

    readonly record struct Key(DoctorId Doctor, AppointmentType Type, LocalDate First, LocalDate Last, long Version);

    /// <returns>Null when the schedule has moved on from this version.</returns>
    public async ValueTask<OfferedSpan?> Of(ReadPlace place, DoctorId doctor, AppointmentType type, LocalDate first, LocalDate last, long version, CancellationToken ct)
    {
        var key = new Key(doctor, type, first, last, version);
        if (_cache.TryGetValue(key, out OfferedSpan? span))
        {
            return span;
        }

        (var found, span) = await Read(place, key, ct);
        if (found != version)
        {
            return null;
        }

        return _cache.Set(key, span, new MemoryCacheEntryOptions { Size = span.Slots.Length + 1, AbsoluteExpirationRelativeToNow = Longest });
    }

    /// <summary>For when a version may have come to stand for something else.</summary>
    public void Forget() => _cache.Clear();

    public void Dispose() => _cache.Dispose();

    static async Task<(long Version, OfferedSpan Span)> Read(ReadPlace place, Key key, CancellationToken ct)
    {
        await using var batch = place.Batch();
        batch.Add(Find, Pg.Uuid(key.Doctor.Value), Pg.Text(Wire.Name(key.Type)), Pg.Date(key.First), Pg.Date(key.Last));
        await using var row = await place.Execute(batch, ct);
        var version = 0L;
        List<OfferedWindow> windows = [];
        while (await row.ReadAsync(ct))
        {
            version = row.GetInt64(0);
            if (!row.IsDBNull(1))
            {
                windows.Add(WindowRow.Read(row, 1, new EquatableList<Instant>(row.GetInstants(1 + WindowRow.Width))));
            }
        }

        return (version, new(windows));
    }
}
