using System.Buffers;
using System.Text.Json;
using Booking.Contracts;
using Booking.Service.Schedules;
using NodaTime;
using NodaTime.TimeZones;

namespace Booking.Service.Availability;

/// <summary>
/// Writes <see cref="AvailabilityAnswer"/> straight from the calendar. A month of a busy doctor is a thousand slots and this is the most asked
/// question, so no record, list or string is made for a slot.
/// </summary>
public static class AvailabilityWriter
{
    static readonly JsonWriterOptions Unchecked = new() { SkipValidation = true };
    static readonly JsonEncodedText DoctorId = JsonEncodedText.Encode("doctorId"), TimeZone = JsonEncodedText.Encode("timeZone"),
        Days = JsonEncodedText.Encode("days"), Date = JsonEncodedText.Encode("date"), Slots = JsonEncodedText.Encode("slots"),
        Start = JsonEncodedText.Encode("start"), End = JsonEncodedText.Encode("end"), Local = JsonEncodedText.Encode("local"), Mine = JsonEncodedText.Encode("mine");

    /// <param name="first">The viewer's first date.</param>
    /// <param name="last">The viewer's last date, included.</param>
    public static void Write(IBufferWriter<byte> output, DoctorCalendar calendar, LocalDate first, LocalDate last, DateTimeZone zone)
    {
        using var json = new Utf8JsonWriter(output, Unchecked);
        json.WriteStartObject();
        json.WriteString(DoctorId, calendar.Facts.Doctor.Value);
        json.WriteString(TimeZone, zone.Id);
        json.WriteStartArray(Days);
        var slots = Sorted(calendar, LocalEdge.StartOfDay(first, zone), LocalEdge.StartOfDay(last.PlusDays(1), zone));
        var next = 0;
        for (var date = first; date <= last; date = date.PlusDays(1))
        {
            next = WriteDay(json, slots, next, date, zone);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <returns>The first slot that belongs to a later date.</returns>
    static int WriteDay(Utf8JsonWriter json, List<(OfferedSlot Slot, bool Mine)> slots, int next, LocalDate date, DateTimeZone zone)
    {
        var end = LocalEdge.StartOfDay(date.PlusDays(1), zone);
        Span<byte> text = stackalloc byte[NodaText.MaxLength];
        json.WriteStartObject();
        json.WriteString(Date, text[..NodaText.Write(date, text)]);
        json.WriteStartArray(Slots);
        ZoneInterval? interval = null;
        for (; next < slots.Count && slots[next].Slot.Start < end; next++)
        {
            var (slot, mine) = slots[next];
            if (interval is null || !interval.Contains(slot.Start))
            {
                interval = zone.GetZoneInterval(slot.Start);
            }

            json.WriteStartObject();
            json.WriteString(Start, text[..NodaText.Write(slot.Start, text)]);
            json.WriteString(End, text[..NodaText.Write(slot.End, text)]);
            json.WriteString(Local, text[..NodaText.Write(slot.Start.WithOffset(interval.WallOffset), text)]);
            if (mine)
            {
                json.WriteBoolean(Mine, value: true);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        return next;
    }

    /// <summary>Windows come in order; only where hours of two dates overlap do their slots interleave.</summary>
    static List<(OfferedSlot Slot, bool Mine)> Sorted(DoctorCalendar calendar, Instant from, Instant to)
    {
        List<(OfferedSlot Slot, bool Mine)> slots = [.. calendar.Free(from, to)];
        for (var i = 1; i < slots.Count; i++)
        {
            if (slots[i].Slot.Start < slots[i - 1].Slot.Start)
            {
                slots.Sort(static (a, b) => a.Slot.Start.CompareTo(b.Slot.Start));
                break;
            }
        }

        return slots;
    }
}
