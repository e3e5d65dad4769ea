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
    public void Anything_but_an_exact_name_is_refused_and_the_path_is_told(string type)
    {
        var json = $$"""{"doctorId":"018f0000-0000-7000-8000-000000000001","start":"2026-11-23T05:00:00Z","type":{{type}}}""";

        var refused = Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<HoldRequest>(json, ContractsJson.Options));

        Assert.Equal("$.type", refused.Path);
    }
}
