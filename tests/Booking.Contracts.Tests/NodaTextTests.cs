using System.Text;
using FsCheck;
using FsCheck.Fluent;
using NodaTime.Text;

namespace Booking.Contracts.Tests;

public sealed class NodaTextTests
{
    static readonly LocalDate First = new(1900, 1, 1), Last = new(2200, 12, 31);

    static readonly Gen<int> Nanoseconds = Gen.OneOf(
        Gen.Constant(0), Gen.Choose(0, 999).Select(ms => ms * 1_000_000), Gen.Choose(0, 999_999_999), Gen.Constant(999_999_999));

    static readonly Arbitrary<Instant> Instants = Arb.From(
        from day in Gen.Choose(0, Period.DaysBetween(First, Last))
        from second in Gen.Choose(0, 86_399)
        from nanosecond in Nanoseconds
        select First.PlusDays(day).AtMidnight().InUtc().ToInstant() + Duration.FromSeconds(second) + Duration.FromNanoseconds(nanosecond));

    static readonly Arbitrary<Offset> Offsets = Arb.From(Gen.OneOf(
        Gen.Choose(-18 * 60, 18 * 60).Select(minutes => Offset.FromSeconds(minutes * 60)),
        Gen.Elements(Offset.Zero, Offset.FromHoursAndMinutes(5, 45), Offset.FromHoursAndMinutes(-3, -30), Offset.FromHours(14))));

    delegate int Writer<in T>(T value, Span<byte> to);

    [Fact]
    public void An_instant_is_written_as_NodaTime_writes_it() =>
        Check(Instants, instant => Assert.Equal(InstantPattern.ExtendedIso.Format(instant), Written(NodaText.Write, instant)));

    [Fact]
    public void An_instant_survives_the_way_there_and_back() =>
        Check(Instants, instant =>
        {
            Assert.True(NodaParser.TryParse(Utf8(Written(NodaText.Write, instant)), out Instant read));
            Assert.Equal(instant, read);
        });

    [Fact]
    public void An_instant_in_milliseconds_is_read_whatever_zeros_it_ends_in() =>
        Check(Instants, instant =>
        {
            var text = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss.fff'Z'").Format(instant);
            Assert.True(NodaParser.TryParse(Utf8(text), out Instant read));
            Assert.Equal(instant.ToUnixTimeMilliseconds(), read.ToUnixTimeMilliseconds());
        });

    [Fact]
    public void A_time_with_an_offset_is_written_as_NodaTime_writes_it_and_read_back() =>
        Prop.ForAll(Instants, Offsets, (instant, offset) =>
        {
            var value = instant.WithOffset(offset);
            var text = Written(NodaText.Write, value);
            Assert.Equal(OffsetDateTimePattern.Rfc3339.Format(value), text);
            Assert.True(NodaParser.TryParse(Utf8(text), out OffsetDateTime read));
            Assert.Equal(value, read);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void A_date_is_written_as_NodaTime_writes_it_and_read_back() =>
        Check(Instants, instant =>
        {
            var date = instant.InUtc().Date;
            Assert.Equal(LocalDatePattern.Iso.Format(date), Written(NodaText.Write, date));
            Assert.True(NodaParser.TryParse(Utf8(Written(NodaText.Write, date)), out LocalDate read));
            Assert.Equal(date, read);
        });

    [Fact]
    public void A_local_time_survives_the_way_there_and_back_with_or_without_seconds() =>
        Check(Instants, instant =>
        {
            foreach (var time in (LocalTime[])[instant.InUtc().TimeOfDay, new(instant.InUtc().Hour, instant.InUtc().Minute)])
            {
                Assert.True(NodaParser.TryParse(Utf8(Written(NodaText.Write, time)), out LocalTime read));
                Assert.Equal(time, read);
            }
        });

    [Fact]
    public void A_duration_survives_the_way_there_and_back() =>
        Check(Arb.From(Instants.Generator.Select(instant => instant - Instant.FromUnixTimeSeconds(0))), duration =>
        {
            Assert.True(NodaParser.TryParse(Utf8(Written(NodaText.Write, duration)), out Duration read));
            Assert.Equal(duration, read);
        });

    [Fact]
    public void Writing_an_instant_allocates_nothing()
    {
        var instant = Instant.FromUtc(2026, 11, 23, 5, 0);
        Span<byte> to = stackalloc byte[NodaText.MaxLength];
        NodaText.Write(instant, to);
        NodaText.Write(instant.WithOffset(Offset.FromHours(5)), to);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            NodaText.Write(instant, to);
            NodaText.Write(instant.WithOffset(Offset.FromHours(5)), to);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    static void Check<T>(Arbitrary<T> values, Action<T> property) =>
        Prop.ForAll(values, property).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    static string Written<T>(Writer<T> write, T value)
    {
        Span<byte> to = stackalloc byte[NodaText.MaxLength];
        return Encoding.UTF8.GetString(to[..write(value, to)]);
    }

    static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
