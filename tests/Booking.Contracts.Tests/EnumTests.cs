using System.Text.Json;

namespace Booking.Contracts.Tests;

public sealed class EnumTests
{
    [Theory]
    [InlineData("\"urgent\"")]
    [InlineData("\"Standard\"")]
    [InlineData("\" standard\"")]
    [InlineData("\"standard,followup\"")]
    [InlineData("\"standard, followup\"")]
    [InlineData("\"0\"")]
    [InlineData("\"\"")]
    [InlineData("0")]
    [InlineData("null")]
    [InlineData("{}")]
    public void Anything_but_an_exact_name_is_refused_and_the_path_is_told(string type)
    {
        var json = $$"""{"doctorId":"018f0000-0000-7000-8000-000000000001","start":"2026-11-23T05:00:00Z","type":{{type}}}""";

        var refused = Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<HoldRequest>(json, ContractsJson.Options));

        Assert.Equal("$.type", refused.Path);
    }

    [Fact]
    public void The_refusal_names_what_is_known()
    {
        var refused = Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<AppointmentType>("\"urgent\"", ContractsJson.Options));

        Assert.Equal("must be one of standard, followup", refused.Message);
    }

    [Fact]
    public void A_list_tells_which_of_its_names_is_unknown()
    {
        const string json = """{"date":"2026-11-23","type":"blocked","reason":"Leave","types":["standard","urgent"]}""";

        var refused = Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<ExceptionRequest>(json, ContractsJson.Options));

        Assert.Equal("$.types[1]", refused.Path);
    }

    [Theory]
    [InlineData(typeof(AppointmentStatus), "pending_payment confirmed cancelled completed no_show refunded")]
    [InlineData(typeof(AppointmentType), "standard followup")]
    [InlineData(typeof(PaymentStatus), "pending processing paid failed expired refunded partially_refunded disputed")]
    [InlineData(typeof(PaymentProvider), "stripe razorpay paytabs manual")]
    [InlineData(typeof(DeliveryState), "waiting delivered dead")]
    [InlineData(typeof(VideoProvider), "zoom teams meet custom")]
    [InlineData(typeof(GatewayMode), "test live")]
    [InlineData(typeof(ManualMethod), "cash card transfer")]
    [InlineData(typeof(ReviewStatus), "pending approved rejected")]
    [InlineData(typeof(DiscountType), "percent fixed")]
    [InlineData(typeof(IntakeKind), "text yes_no choice")]
    [InlineData(typeof(ExceptionType), "blocked custom_hours")]
    [InlineData(typeof(DayState), "free held pending_payment confirmed completed no_show blocked notice full past")]
    [InlineData(typeof(WeekDay), "monday tuesday wednesday thursday friday saturday sunday")]
    [InlineData(typeof(TimelineKind), "event message provider_call notification delivery")]
    [InlineData(typeof(Role), "patient doctor frontdesk ops")]
    public void The_names_are_those_of_the_interface(Type type, string names)
    {
        Assert.Equal(names.Split(' '), Wire.NamesOf(type));
        Assert.Equal(names.Split(' '), Enum.GetValues(type).Cast<object>().Select(value => JsonSerializer.Serialize(value, type, ContractsJson.Options).Trim('"')));
    }

    [Fact]
    public void A_day_of_the_week_is_the_same_number_for_NodaTime() =>
        Assert.All(Enum.GetValues<WeekDay>(), day => Assert.Equal(day.ToString(), ((IsoDayOfWeek)day).ToString()));

    [Fact]
    public void A_name_outside_of_JSON_is_as_exact()
    {
        Assert.True(Wire.TryParse<AppointmentStatus>("no_show", out var status));
        Assert.Equal(AppointmentStatus.NoShow, status);
        Assert.Equal("no_show", Wire.Name(status));
        Assert.All(["NoShow", "No_Show", "4", " no_show", "", null], name => Assert.False(Wire.TryParse<AppointmentStatus>(name, out _)));
    }

    [Fact]
    public void A_value_that_was_never_declared_is_not_written()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Wire.Name((Role)99));
        Assert.Throws<JsonException>(() => JsonSerializer.Serialize((Role)99, ContractsJson.Options));
    }
}
