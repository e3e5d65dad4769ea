using System.Text.Json;

namespace Booking.Contracts.Tests;

/// <summary>What a stranger may send, and what is refused before any rule looks at it.</summary>
public sealed class StrictTests
{
    const string Id = "\"018f3a5e-0000-7000-8000-000000000001\"";
    const string Window = """{"dayOfWeek":"monday","start":"09:00","end":"17:00","slotMinutes":30,"types":["standard"]}""";

    static readonly JsonSerializerOptions Strict = StrictOptions();

    [Fact]
    public void A_missing_member_is_refused_and_named()
    {
        var refused = Refused<HoldRequest>($$"""{"doctorId":{{Id}},"type":"standard"}""");

        Assert.Contains("start", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"doctorId":"x","start":"2026-11-23T05:00:00Z","type":"standard"}""", "$.doctorId")]
    [InlineData("""{"doctorId":null,"start":"2026-11-23T05:00:00Z","type":"standard"}""", "$.doctorId")]
    [InlineData($$"""{"doctorId":{{Id}},"start":null,"type":"standard"}""", "$.start")]
    [InlineData($$"""{"doctorId":{{Id}},"start":"2026-11-23T05:00:00Z","type":"standard","typo":1}""", "$.typo")]
    [InlineData($$"""{"DoctorId":{{Id}},"start":"2026-11-23T05:00:00Z","type":"standard"}""", "$.DoctorId")]
    [InlineData($$"""{"doctorId":{{Id}},"doctorId":{{Id}},"start":"2026-11-23T05:00:00Z","type":"standard"}""", "$.doctorId")]
    public void A_member_that_is_wrong_unknown_or_there_twice_is_refused_with_its_path(string json, string path) =>
        Assert.Equal(path, Refused<HoldRequest>(json).Path);

    [Fact]
    public void A_null_text_is_refused() => Assert.Equal("$.reason", Refused<CancelRequest>("""{"reason":null}""").Path);

    [Fact]
    public void A_number_in_quotes_is_no_number() =>
        Assert.Equal("$.amount.amount", Refused<ManualPaymentRequest>(
            """{"amount":{"amount":"20000","currency":"USD"},"method":"cash","reference":"R-17"}""").Path);

    [Theory]
    [InlineData($$"""{"weekly":[{{Window}},null]}""", "$.weekly[1]")]
    [InlineData($$"""{"weekly":null}""", "$.weekly")]
    public void A_null_where_a_window_belongs_is_refused(string json, string path) => Assert.Equal(path, Refused<ScheduleRequest>(json).Path);

    [Fact]
    public void A_null_in_a_list_of_texts_is_refused() =>
        Assert.Equal("$.languages[0]", Refused<DoctorRequest>("""
            {"fullName":"A","email":"a@demo.test","phone":"1","specialties":["x"],"languages":[null],"bio":"","qualifications":[],
             "timeZone":"Asia/Dubai","fees":{"standard":{"amount":1,"currency":"USD"},"followup":{"amount":1,"currency":"USD"}}}
            """).Path);

    [Fact]
    public void Nesting_without_an_end_is_refused() =>
        Refused<CancelRequest>($$"""{"reason":{{new string('[', 5000)}}{{new string(']', 5000)}}}""");

    [Fact]
    public void What_may_be_left_out_takes_its_default()
    {
        var request = JsonSerializer.Deserialize<ScheduleRequest>($$$"""{"weekly":[{{{Window}}}],"rules":{"horizonDays":400}}""", Strict)!;

        Assert.Equal(new ScheduleRules(60, 400, 10, 35, 24), request.Rules);
        Assert.Equal((0, null), (request.Weekly[0].BufferMinutes, request.Weekly[0].MaxPatients));
    }

    [Fact]
    public void A_client_passes_over_what_a_newer_service_adds() =>
        Assert.NotNull(JsonSerializer.Deserialize<ClockAnswer>("""{"now":"2026-11-23T05:00:00Z","zone":"UTC"}""", ContractsJson.Options));

    static JsonException Refused<T>(string json) => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<T>(json, Strict));

    static JsonSerializerOptions StrictOptions()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        ContractsJson.ConfigureStrict(options);
        return options;
    }
}
