using System.Text;
using NodaTime.Text;

namespace Booking.Contracts;

/// <summary>Reads what <see cref="NodaText"/> writes, and nothing that it would not: years 1 to 9999, no leap second, no blanks.</summary>
public static class NodaParser
{
    /// <summary>UTC only, ending in <c>Z</c>; a fraction of 1 to 9 digits.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out Instant value)
    {
        value = default;
        if (text is not [.. var dateTime, (byte)'Z'] || !TryDateTime(dateTime, out var utc)) return false;
        value = utc.InUtc().ToInstant();
        return true;
    }

    /// <summary>An offset of whole minutes, at most 18 hours, or <c>Z</c>.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out OffsetDateTime value)
    {
        value = default;
        var suffix = text is [.., (byte)'Z'] ? 1 : 6;
        if (text.Length < suffix || !TryOffset(text[^suffix..], out var offset) || !TryDateTime(text[..^suffix], out var local)) return false;
        value = local.WithOffset(offset);
        return true;
    }

    /// <summary><c>2026-11-23</c>.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out LocalDate value)
    {
        value = default;
        if (text is not [_, _, _, _, (byte)'-', _, _, (byte)'-', _, _]) return false;
        if (!TryDigits(text[..4], out var year) || !TryDigits(text[5..7], out var month) || !TryDigits(text[8..], out var day)) return false;
        if (year == 0 || month is < 1 or > 12 || day < 1 || day > CalendarSystem.Iso.GetDaysInMonth(year, month)) return false;
        value = new LocalDate(year, month, day);
        return true;
    }

    /// <summary><c>09:00</c> or <c>09:00:00</c>, the latter with a fraction of up to 9 digits.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out LocalTime value)
    {
        if (text.Length != 5) return TryFullTime(text, out value);
        value = default;
        if (!TryHourAndMinute(text, out var hour, out var minute)) return false;
        value = new LocalTime(hour, minute);
        return true;
    }

    /// <summary>
    /// ISO 8601 in weeks and smaller units, <c>PT11M</c>; a month or a year has no fixed length. The sign stands before the
    /// whole, as other platforms write it, or before a unit.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out Duration value)
    {
        if (text is not [(byte)'-', .. var rest]) return TryUnsigned(text, out value);
        var parsed = TryUnsigned(rest, out var positive);
        value = -positive;
        return parsed;
    }

    static bool TryUnsigned(ReadOnlySpan<byte> text, out Duration value)
    {
        value = default;
        var period = PeriodPattern.NormalizingIso.Parse(Encoding.UTF8.GetString(text));
        if (!period.Success || period.Value is not { Months: 0, Years: 0 } fixedLength) return false;
        try
        {
            value = fixedLength.ToDuration();
            return true;
        }
        catch (OverflowException)
        {
            return false;
        }
    }

    static bool TryDateTime(ReadOnlySpan<byte> text, out LocalDateTime value)
    {
        value = default;
        if (text.Length < 19 || text[10] != 'T' || !TryParse(text[..10], out LocalDate date) || !TryFullTime(text[11..], out var time)) return false;
        value = date.At(time);
        return true;
    }

    static bool TryFullTime(ReadOnlySpan<byte> text, out LocalTime value)
    {
        value = default;
        if (text.Length < 8 || text[5] != ':' || !TryHourAndMinute(text[..5], out var hour, out var minute)) return false;
        if (!TryDigits(text[6..8], out var second) || second > 59 || !TryFraction(text[8..], out var nanoseconds)) return false;
        value = new LocalTime(hour, minute, second).PlusNanoseconds(nanoseconds);
        return true;
    }

    static bool TryFraction(ReadOnlySpan<byte> text, out int nanoseconds)
    {
        nanoseconds = 0;
        if (text.IsEmpty) return true;
        if (text is not [(byte)'.', .. var digits] || digits.Length is 0 or > 9 || !TryDigits(digits, out nanoseconds)) return false;
        for (var missing = 9 - digits.Length; missing > 0; missing--) nanoseconds *= 10;
        return true;
    }

    static bool TryHourAndMinute(ReadOnlySpan<byte> text, out int hour, out int minute)
    {
        minute = 0;
        return TryDigits(text[..2], out hour) && hour < 24 && text[2] == ':' && TryDigits(text[3..5], out minute) && minute < 60;
    }

    static bool TryOffset(ReadOnlySpan<byte> text, out Offset offset)
    {
        offset = Offset.Zero;
        if (text is [(byte)'Z']) return true;
        if (text is not [(byte)'+' or (byte)'-', _, _, (byte)':', _, _]) return false;
        if (!TryDigits(text[1..3], out var hours) || !TryDigits(text[4..], out var minutes) || minutes > 59) return false;
        var total = hours * 60 + minutes;
        if (total > 18 * 60) return false;
        offset = Offset.FromSeconds((text[0] == '-' ? -total : total) * 60);
        return true;
    }

    static bool TryDigits(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        foreach (var digit in text)
        {
            if (digit is < (byte)'0' or > (byte)'9') return false;
            value = value * 10 + (digit - '0');
        }

        return true;
    }
}
