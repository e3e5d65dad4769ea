using System.Text.Json;
using Booking.Contracts;
using Microsoft.AspNetCore.Http;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Hosting;

public sealed class BadRequestTests
{
    public sealed record Window(LocalTime Start, LocalTime End, int SlotMinutes);
    public sealed record Week(IReadOnlyList<Window> Weekly, Nested? Inner = null);
    public sealed record Nested(Nested? Inner, int Depth = 0);

    [Fact]
    public void A_field_deep_in_a_list_is_named_by_its_path() => Assert.Equal(
        ["weekly[1].end"],
        Refused("""{"weekly":[{"start":"09:00","end":"10:00","slotMinutes":30},{"start":"09:00","end":"25:00","slotMinutes":30}]}""").Keys);

    [Fact]
    public void A_missing_member_deep_in_a_list_is_named_by_its_path() => Assert.Equal(
        ["weekly[0].end", "weekly[0].slotMinutes"],
        Refused("""{"weekly":[{"start":"09:00"}]}""").Keys.Order());

    [Theory]
    [InlineData("\"30\"")]
    [InlineData("30.5")]
    [InlineData("99999999999")]
    public void A_number_is_a_whole_number_in_range_and_not_in_quotes(string number) => Assert.Equal(
        ["Has the wrong type or is out of range."],
        Refused($$"""{"weekly":[{"start":"09:00","end":"10:00","slotMinutes":{{number}}}]}""")["weekly[0].slotMinutes"]);

    [Fact]
    public void Nesting_ends_at_sixteen_levels()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"inner\":", ContractsJson.MaxDepth)) + "null" + new string('}', ContractsJson.MaxDepth);

        var errors = Refused($$"""{"weekly":[],"inner":{{deep}}}""");

        Assert.Equal(["Is nested deeper than 16 levels."], Assert.Single(errors).Value);
    }

    [Fact]
    public void No_message_names_a_type() => Assert.DoesNotContain(
        "Booking", string.Join(' ', Refused("""{"weekly":[],"foo":1}""").SelectMany(error => error.Value)), StringComparison.Ordinal);

    [Theory]
    [InlineData("Failed to bind parameter \"int limit\" from \"abc\".", "limit", "Cannot be read.")]
    [InlineData("Failed to bind parameter \"Nullable<int> limit\" from \"abc\".", "limit", "Cannot be read.")]
    [InlineData("Required parameter \"LocalDate from\" was not provided from query string.", "from", "Is required.")]
    public void A_query_value_that_cannot_be_bound_is_named(string framework, string field, string message) =>
        Assert.Equal([message], BadRequests.Errors(new BadHttpRequestException(framework))[field]);

    static Dictionary<string, string[]> Refused(string json)
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web) { TypeInfoResolver = new System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver() };
        Json.Configure(options);
        return BadRequests.Errors(Assert.ThrowsAny<JsonException>(() => JsonSerializer.Deserialize<Week>(json, options)));
    }
}
