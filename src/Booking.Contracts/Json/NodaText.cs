using NodaTime.Text;

namespace Booking.Contracts;

/// <summary>
/// Writes times as UTF-8 digits without allocating. An answer of availability holds about 1500 of them, and NodaTime's
/// patterns make a string each. What four digits of a year or whole minutes of an offset cannot say goes through those patterns.
/// </summary>
public static class NodaText
{
    /// <summary>Room for any value of this class.</summary>
    public const int MaxLength = 64;

    /// <returns>Bytes written: <c>2026-11-23T05:00:00Z</c>, with a fraction only when there is one.</returns>
    public static int Write(Instant instant, Span<byte> to)
    {
        if (instant < FirstInstant || instant > LastInstant) return Slowly(InstantPattern.ExtendedIso.Format(instant), to);
        var length = WriteDateTime(instant.InUtc().LocalDateTime, to);
        to[length] = (byte)'Z';
        return length + 1;
    }

    /// <returns>Bytes written: <c>2026-11-23T10:00:00+05:00</c>, and <c>Z</c> for no offset.</returns>
    public static int Write(OffsetDateTime value, Span<byte> to)
    {
        var seconds = value.Offset.Seconds;
        if (value.Year is < 1 or > 9999 || seconds % 60 != 0) return Slowly(OffsetDateTimePattern.ExtendedIso.Format(value), to);
        var length = WriteDateTime(value.LocalDateTime, to);
        if (seconds == 0)
        {
            to[length] = (byte)'Z';
            return length + 1;
        }

        to[length] = (byte)(seconds < 0 ? '-' : '+');
        var minutes = Math.Abs(seconds) / 60;
        Digits(minutes / 60, to.Slice(length + 1, 2));
        to[length + 3] = (byte)':';
        Digits(minutes % 60, to.Slice(length + 4, 2));
        return length + 6;
    }

    /// <returns>Bytes written: <c>2026-11-23</c>.</returns>
    public static int Write(LocalDate date, Span<byte> to)
    {
        if (date.Year is < 1 or > 9999) return Slowly(LocalDatePattern.Iso.Format(date), to);
        Digits(date.Year, to[..4]);
        to[4] = (byte)'-';
        Digits(date.Month, to.Slice(5, 2));
        to[7] = (byte)'-';
        Digits(date.Day, to.Slice(8, 2));
        return 10;
    }

    /// <returns>Bytes written: <c>09:00</c>, with seconds and a fraction only when there are any.</returns>
    public static int Write(LocalTime time, Span<byte> to) =>
        time is { Second: 0, NanosecondOfSecond: 0 } ? WriteHourAndMinute(time, to) : WriteTime(time, to);

    /// <returns>Bytes written: <c>PT11M</c>.</returns>
    public static int Write(Duration duration, Span<byte> to) =>
        Slowly(PeriodPattern.NormalizingIso.Format(Period.FromNanoseconds(duration.ToInt64Nanoseconds())), to);

    static readonly Instant FirstInstant = Instant.FromUtc(1, 1, 1, 0, 0);
    static readonly Instant LastInstant = Instant.FromUtc(9999, 12, 31, 23, 59, 59);

    static int WriteDateTime(LocalDateTime value, Span<byte> to)
    {
        Write(value.Date, to);
        to[10] = (byte)'T';
        return 11 + WriteTime(value.TimeOfDay, to[11..]);
    }

    static int WriteTime(LocalTime time, Span<byte> to)
    {
        WriteHourAndMinute(time, to);
        to[5] = (byte)':';
        Digits(time.Second, to.Slice(6, 2));
        if (time.NanosecondOfSecond == 0) return 8;

        to[8] = (byte)'.';
        Digits(time.NanosecondOfSecond, to.Slice(9, 9));
        var length = 18;
        while (to[length - 1] == '0') length--;
        return length;
    }

    static int WriteHourAndMinute(LocalTime time, Span<byte> to)
    {
        Digits(time.Hour, to[..2]);
        to[2] = (byte)':';
        Digits(time.Minute, to.Slice(3, 2));
        return 5;
    }

    static void Digits(int value, Span<byte> to)
    {
        for (var at = to.Length - 1; at >= 0; at--)
        {
            to[at] = (byte)('0' + value % 10);
            value /= 10;
        }
    }

    static int Slowly(string text, Span<byte> to) => System.Text.Encoding.ASCII.GetBytes(text, to);
}
