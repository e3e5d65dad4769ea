using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Json;
using Booking.Contracts;
using Booking.Service.Schedules;
using NodaTime;
using NodaTime.TimeZones;

namespace Booking.Service.Availability;

/// <summary>
/// What one version of a schedule offers for a type over some dates. It never changes, so it is kept in memory with its slots as they are
/// written to clients; only what is claimed is asked anew.
/// </summary>
public sealed class OfferedSpan
{
    /// <summary>Viewers of one doctor come from few zones; beyond these a slot is written for the one request.</summary>
    const int MostZones = 8;

    readonly ConcurrentDictionary<string, byte[][]> _written = new(StringComparer.Ordinal);

    /// <param name="windows">By start; where hours of two dates overlap, their slots interleave.</param>
    public OfferedSpan(IReadOnlyList<OfferedWindow> windows)
    {
        Windows = windows;
        // Where a clock goes back, hours that only touch on the wall overlap in truth; of two equal starts the earlier window's counts.
        Slots = [.. windows.SelectMany((window, index) => window.Starts.Select(start => (index, window.Slot(start))))
            .OrderBy(slot => slot.Item2.Start).DistinctBy(slot => slot.Item2.Start)];
    }

    public IReadOnlyList<OfferedWindow> Windows { get; }

    /// <summary>All slots by start, each with the index of its window.</summary>
    public (int Window, OfferedSlot Slot)[] Slots { get; }

    /// <summary>Each slot as a JSON object of <see cref="AvailableSlot"/>, in the viewer's zone.</summary>
    public byte[][] WrittenIn(DateTimeZone zone)
    {
        if (_written.TryGetValue(zone.Id, out var written))
        {
            return written;
        }

        written = Write(zone);
        if (_written.Count < MostZones)
        {
            _written.TryAdd(zone.Id, written);
        }

        return written;
    }

    byte[][] Write(DateTimeZone zone)
    {
        var written = new byte[Slots.Length][];
        var buffer = new ArrayBufferWriter<byte>(128);
        using var json = new Utf8JsonWriter(buffer);
        ZoneInterval? interval = null;
        for (var i = 0; i < written.Length; i++)
        {
            var slot = Slots[i].Slot;
            if (interval is null || !interval.Contains(slot.Start))
            {
                interval = zone.GetZoneInterval(slot.Start);
            }

            buffer.ResetWrittenCount();
            json.Reset(buffer);
            JsonSerializer.Serialize(json, new AvailableSlot(slot.Start, slot.End, slot.Start.WithOffset(interval.WallOffset)), ContractsJson.Options);
            json.Flush();
            written[i] = buffer.WrittenSpan.ToArray();
        }

        return written;
    }
}
