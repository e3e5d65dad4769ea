using System.Buffers;
using System.Text.Json;
using Booking.Contracts;
using Booking.Service.Schedules;
using NodaTime;

namespace Booking.Service.Availability;

/// <summary>
/// Writes <see cref="AvailabilityAnswer"/> straight from the calendar. A month of a busy doctor is a thousand slots and this is the most asked
/// question, so no record, list or string is made for a slot: each is copied as it was written once.
/// </summary>
public static class AvailabilityWriter
{
    static readonly JsonWriterOptions Unchecked = new() { SkipValidation = true };
    static readonly JsonEncodedText DoctorId = JsonEncodedText.Encode("doctorId"), TimeZone = JsonEncodedText.Encode("timeZone"),
        Days = JsonEncodedText.Encode("days"), Date = JsonEncodedText.Encode("date"), Slots = JsonEncodedText.Encode("slots");

    /// <param name="first">The viewer's first date.</param>
    /// <param name="last">The viewer's last date, included.</param>
    public static void Write(IBufferWriter<byte> output, DoctorCalendar calendar, LocalDate first, LocalDate last, DateTimeZone zone)
    {
        using var json = new Utf8JsonWriter(output, Unchecked);
        json.WriteStartObject();
        json.WriteString(DoctorId, calendar.Facts.Doctor.Value);
        json.WriteString(TimeZone, zone.Id);
        json.WriteStartArray(Days);
        using var free = calendar.FreeSlots(LocalEdge.StartOfDay(first, zone), LocalEdge.StartOfDay(last.PlusDays(1), zone)).GetEnumerator();
        var written = calendar.Offered.WrittenIn(zone);
        var more = free.MoveNext();
        Span<byte> text = stackalloc byte[NodaText.MaxLength];
        for (var date = first; date <= last; date = date.PlusDays(1))
        {
            var end = LocalEdge.StartOfDay(date.PlusDays(1), zone);
            json.WriteStartObject();
            json.WriteString(Date, text[..NodaText.Write(date, text)]);
            json.WriteStartArray(Slots);
            for (; more && calendar.Offered.Slots[free.Current.Index].Slot.Start < end; more = free.MoveNext())
            {
                WriteSlot(json, written[free.Current.Index], free.Current.Mine);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    static void WriteSlot(Utf8JsonWriter json, byte[] slot, bool mine)
    {
        if (!mine)
        {
            json.WriteRawValue(slot, skipInputValidation: true);
            return;
        }

        json.WriteRawValue([.. slot.AsSpan(..^1), .. ",\"mine\":true}"u8], skipInputValidation: true);
    }
}
