using System.Text.Json;

namespace Booking.Contracts.Tests;

/// <summary>Each form as a request would carry it, in JSON.</summary>
public sealed class TimeFormTests
{
    [Theory]
    [InlineData("2026-11-23T05:00:00Z", 2026, 11, 23, 5, 0, 0)]
    [InlineData("2026-11-23T05:00:00.000Z", 2026, 11, 23, 5, 0, 0)]
    [InlineData("2024-02-29T23:59:59.000000000Z", 2024, 2, 29, 23, 59, 59)]
    [InlineData("0001-01-01T00:00:00Z", 1, 1, 1, 0, 0, 0)]
    [InlineData("9999-12-31T23:59:59Z", 9999, 12, 31, 23, 59, 59)]
    public void An_instant_is_read(string text, int year, int month, int day, int hour, int minute, int second) =>
        Assert.Equal(Instant.FromUtc(year, month, day, hour, minute, second), Read<Instant>(text));

    [Fact]
    public void A_string_with_escapes_is_read_as_what_it_says() =>
        Assert.Equal(Instant.FromUtc(2026, 11, 23, 5, 0), JsonSerializer.Deserialize<Instant>("\"2026\\u002d11-23T05:00:00Z\"", ContractsJson.Options));

    [Theory]
    [InlineData("2026-11-23T10:00:00+05:00")]
    [InlineData("2026-11-23T05:00:00")]
    [InlineData("2026-11-23T05:00Z")]
    [InlineData("2026-11-23 05:00:00Z")]
    [InlineData("2026-11-23t05:00:00z")]
    [InlineData(" 2026-11-23T05:00:00Z")]
    [InlineData("2026-11-23T05:00:00.Z")]
    [InlineData("2026-11-23T05:00:00,5Z")]
    [InlineData("2026-11-23T05:00:00.1234567890Z")]
    [InlineData("2026-11-23T24:00:00Z")]
    [InlineData("2026-11-23T05:60:00Z")]
    [InlineData("2026-12-31T23:59:60Z")]
    [InlineData("2026-02-29T05:00:00Z")]
    [InlineData("2026-13-01T05:00:00Z")]
    [InlineData("2026-00-01T05:00:00Z")]
    [InlineData("2026-01-00T05:00:00Z")]
    [InlineData("0000-01-01T05:00:00Z")]
    [InlineData("-2026-01-01T05:00:00Z")]
    [InlineData("12026-01-01T05:00:00Z")]
    [InlineData("2026-11-23T05:00:0٣Z")]
    [InlineData("Z")]
    [InlineData("")]
    [InlineData("2026-11-23T05:00:00.0000000000000000000000000000000000000000000000000000000000000Z")]
    public void An_instant_in_any_other_form_is_refused(string text) => Refused<Instant>(text);

    [Theory]
    [InlineData("2026-11-23T10:00:00+19:00")]
    [InlineData("2026-11-23T10:00:00+18:01")]
    [InlineData("2026-11-23T10:00:00+05:60")]
    [InlineData("2026-11-23T10:00:00+0500")]
    [InlineData("2026-11-23T10:00:00+05")]
    [InlineData("+05:00")]
    public void An_offset_in_any_other_form_is_refused(string text) => Refused<OffsetDateTime>(text);

    [Theory]
    [InlineData("2026-11-23T00:00:00Z")]
    [InlineData("2026-1-3")]
    [InlineData("2026-02-30")]
    [InlineData("20261123")]
    public void A_date_in_any_other_form_is_refused(string text) => Refused<LocalDate>(text);

    [Theory]
    [InlineData("09:00", 9, 0, 0)]
    [InlineData("09:00:00", 9, 0, 0)]
    [InlineData("23:59:59", 23, 59, 59)]
    [InlineData("00:00", 0, 0, 0)]
    public void A_local_time_is_read_with_or_without_seconds(string text, int hour, int minute, int second) =>
        Assert.Equal(new LocalTime(hour, minute, second), Read<LocalTime>(text));

    [Theory]
    [InlineData("9:00")]
    [InlineData("24:00")]
    [InlineData("09:60")]
    [InlineData("09.00")]
    [InlineData("09:00Z")]
    [InlineData("09:00 AM")]
    public void A_local_time_in_any_other_form_is_refused(string text) => Refused<LocalTime>(text);

    [Theory]
    [InlineData("PT11M", 11)]
    [InlineData("P1D", 24 * 60)]
    [InlineData("-PT5M", -5)]
    [InlineData("PT-5M", -5)]
    [InlineData("PT1H30M", 90)]
    public void A_duration_is_read(string text, int minutes) => Assert.Equal(Duration.FromMinutes(minutes), Read<Duration>(text));

    [Theory]
    [InlineData("P1M")]
    [InlineData("P1Y")]
    [InlineData("11")]
    [InlineData("P2147483647W")]
    [InlineData("PT9223372036854775807H")]
    public void A_duration_without_a_fixed_length_or_beyond_all_bounds_is_refused(string text) => Refused<Duration>(text);

    [Theory]
    [InlineData("5")]
    [InlineData("true")]
    [InlineData("{}")]
    [InlineData("[]")]
    public void What_is_no_string_is_no_time(string json)
    {
        var refused = Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<ClockAnswer>($$"""{"now":{{json}}}""", ContractsJson.Options));

        Assert.Equal("$.now", refused.Path);
        Assert.Contains("2026-11-23T05:00:00Z", refused.Message, StringComparison.Ordinal);
    }

    static T? Read<T>(string text) => JsonSerializer.Deserialize<T>(JsonSerializer.Serialize(text), ContractsJson.Options);

    static void Refused<T>(string text) => Assert.Throws<JsonException>(() => Read<T>(text));
}
