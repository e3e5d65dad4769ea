using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests;

public sealed partial class EquatableListTests
{
    sealed record Shelf(string Name, EquatableList<int> Numbers, [property: JsonConverter(typeof(EnumText<IsoDayOfWeek>))] IsoDayOfWeek Day);

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, GenerationMode = JsonSourceGenerationMode.Metadata)]
    [JsonSerializable(typeof(Shelf)), JsonSerializable(typeof(int))]
    sealed partial class ShelfJson : JsonSerializerContext;

    static readonly Shelf Two = new("a", [1, 2], IsoDayOfWeek.Monday);

    [Fact]
    public void Records_with_equal_lists_are_equal()
    {
        Assert.Equal(Two, new Shelf("a", [1, 2], IsoDayOfWeek.Monday));
        Assert.Equal(Two.GetHashCode(), new Shelf("a", [1, 2], IsoDayOfWeek.Monday).GetHashCode());
        Assert.NotEqual(Two, Two with { Numbers = [2, 1] });
        Assert.NotEqual(Two, Two with { Numbers = [1, 2, 3] });
    }

    [Fact]
    public void A_list_is_a_plain_array_in_JSON()
    {
        var json = JsonSerializer.Serialize(Two, ShelfJson.Default.Shelf);

        Assert.Equal("""{"name":"a","numbers":[1,2],"day":"monday"}""", json);
        Assert.Equal(Two, JsonSerializer.Deserialize(json, ShelfJson.Default.Shelf));
    }

    [Theory, InlineData("{}"), InlineData("[\"1\"]"), InlineData("7")]
    public void What_is_no_list_of_such_items_is_refused(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<EquatableList<int>>(json));

    [Fact]
    public void A_list_has_no_null_items() =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<EquatableList<string>>("[null]"));

    [Fact]
    public void An_enum_is_never_a_number() =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize("""{"name":"a","numbers":[],"day":1}""", ShelfJson.Default.Shelf));

    [Fact]
    public void A_list_does_not_change_with_what_it_was_made_of()
    {
        int[] source = [1, 2];
        var list = source.ToEquatableList();
        source[0] = 9;

        Assert.Equal(1, list[0]);
    }
}
