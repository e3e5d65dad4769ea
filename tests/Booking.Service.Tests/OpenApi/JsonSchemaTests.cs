using System.Text.Json;
using Xunit;

namespace Booking.Service.Tests.OpenApi;

public sealed class JsonSchemaTests
{
    const string Money = """
        {"type":"object","required":["amount","currency"],"additionalProperties":false,
         "properties":{"amount":{"type":"integer","format":"int64"},"currency":{"type":"string","pattern":"^[A-Z]{3}$"}}}
        """;

    [Theory]
    [InlineData("""{"type":"string"}""", "\"a\"")]
    [InlineData("""{"type":["string","null"]}""", "null")]
    [InlineData("""{"type":"integer"}""", "1.0")]
    [InlineData("""{"type":"number"}""", "1.5")]
    [InlineData("""{"type":"boolean"}""", "false")]
    [InlineData("""{"type":"array","items":{"type":"integer"},"minItems":1,"maxItems":2}""", "[1,2]")]
    [InlineData("""{"enum":["a",null,1]}""", "null")]
    [InlineData("""{"type":"string","format":"uuid","description":"Never checked.","x-of-ours":1}""", "\"no uuid\"")]
    [InlineData("{}", """{"anything":[1]}""")]
    [InlineData("true", "1")]
    [InlineData("""{"properties":{"a":{"type":"string"}},"additionalProperties":{"type":"integer"}}""", """{"a":"x","b":1}""")]
    [InlineData("""{"properties":{"a":{"type":"string"}}}""", """{"b":1}""")]
    [InlineData("""{"oneOf":[{"type":"null"},{"$ref":"#/defs/money"}]}""", """{"amount":1,"currency":"USD"}""")]
    [InlineData("""{"oneOf":[{"type":"null"},{"$ref":"#/defs/money"}]}""", "null")]
    [InlineData("""{"anyOf":[{"type":"integer"},{"type":"number"}]}""", "1")]
    [InlineData("""{"allOf":[{"required":["a"]},{"properties":{"a":{"const":1}}}]}""", """{"a":1}""")]
    [InlineData("""{"minLength":2,"maxLength":2}""", "\"\\ud83d\\ude00a\"")]
    [InlineData("""{"minimum":1,"maximum":5}""", "5")]
    [InlineData("""{"$ref":"#/defs/tree"}""", """{"children":[{"children":[]}]}""")]
    public void A_value_that_fits_breaks_nothing(string schema, string value) => Assert.Empty(Check(schema, value));

    [Theory]
    [InlineData("""{"type":"string"}""", "1", "")]
    [InlineData("""{"type":["string","null"]}""", "1", "")]
    [InlineData("""{"type":"integer"}""", "1.5", "")]
    [InlineData("""{"type":"integer"}""", "\"1\"", "")]
    [InlineData("""{"type":"boolean"}""", "null", "")]
    [InlineData("""{"items":{"type":"integer"}}""", "[1,\"2\"]", "/1")]
    [InlineData("""{"minItems":1}""", "[]", "")]
    [InlineData("""{"maxItems":1}""", "[1,2]", "")]
    [InlineData("""{"enum":["a","b"]}""", "\"c\"", "")]
    [InlineData("""{"const":"a"}""", "\"b\"", "")]
    [InlineData("""{"required":["a"]}""", "{}", "")]
    [InlineData("""{"properties":{"a/b~":{"type":"null"}}}""", """{"a/b~":1}""", "/a~1b~0")]
    [InlineData("""{"properties":{"a":{}},"additionalProperties":false}""", """{"a":1,"b":1}""", "/b")]
    [InlineData("""{"additionalProperties":{"type":"integer"}}""", """{"b":"x"}""", "/b")]
    [InlineData("""{"oneOf":[{"type":"integer"},{"type":"number"}]}""", "1", "")]
    [InlineData("""{"oneOf":[{"type":"integer"},{"type":"null"}]}""", "\"a\"", "")]
    [InlineData("""{"anyOf":[{"type":"integer"},{"type":"null"}]}""", "\"a\"", "")]
    [InlineData("""{"allOf":[{"type":"object"},{"required":["a"]}]}""", "{}", "")]
    [InlineData("""{"pattern":"Z$"}""", "\"2026-11-23T05:00:00+00:00\"", "")]
    [InlineData("""{"minLength":2}""", "\"a\"", "")]
    [InlineData("""{"maxLength":1}""", "\"ab\"", "")]
    [InlineData("""{"minimum":1}""", "0", "")]
    [InlineData("""{"maximum":1}""", "2", "")]
    [InlineData("false", "1", "")]
    [InlineData("""{"type":"array","items":{"$ref":"#/defs/money"}}""", """[{"amount":1,"currency":"USD"},{"amount":1,"currency":"usd"}]""", "/1/currency")]
    [InlineData("""{"$ref":"#/defs/money"}""", """{"amount":1,"currency":"USD","tip":1}""", "/tip")]
    [InlineData("""{"$ref":"#/defs/money","description":"A fee."}""", """{"currency":"USD"}""", "")]
    [InlineData("""{"$ref":"#/defs/tree"}""", """{"children":[{"children":[{}]}]}""", "/children/0/children/0")]
    public void A_value_that_does_not_fit_is_found_where_it_breaks(string schema, string value, string pointer) =>
        Assert.Equal(pointer, Assert.Single(Check(schema, value)).Pointer);

    [Fact]
    public void Every_violation_is_found() => Assert.Equal(
        ["/amount", "/currency"], Check("""{"$ref":"#/defs/money"}""", """{"amount":"1","currency":1}""").Select(one => one.Pointer).Order(StringComparer.Ordinal));

    [Fact]
    public void A_keyword_that_is_not_checked_does_not_pass_for_checked() =>
        Assert.Contains("'patternProperties'", Assert.Single(Check("""{"patternProperties":{}}""", "{}")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_reference_to_nothing_is_an_error_of_the_document() =>
        Assert.Throws<KeyNotFoundException>(() => Check("""{"$ref":"#/defs/lost"}""", "{}"));

    static IReadOnlyList<SchemaViolation> Check(string schema, string value)
    {
        using var root = JsonDocument.Parse($$$"""
            {"defs":{"money":{{{Money}}},
              "tree":{"type":"object","required":["children"],"properties":{"children":{"type":"array","items":{"$ref":"#/defs/tree"} } } } } }
            """);
        using var schemaDocument = JsonDocument.Parse(schema);
        using var valueDocument = JsonDocument.Parse(value);
        return new JsonSchema(root.RootElement).Check(schemaDocument.RootElement, valueDocument.RootElement);
    }
}
