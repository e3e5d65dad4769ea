using System.Text.Json;
using Xunit;

namespace Booking.Service.Tests;

public sealed class IdsTests
{
    static readonly DoctorId Ann = new(Guid.Parse("0197a3f0-0000-7000-8000-00000000000a"));

    [Fact]
    public void An_id_is_a_plain_uuid_in_JSON_and_as_text()
    {
        Assert.Equal("\"0197a3f0-0000-7000-8000-00000000000a\"", JsonSerializer.Serialize(Ann));
        Assert.Equal(Ann, JsonSerializer.Deserialize<DoctorId>("\"0197a3f0-0000-7000-8000-00000000000a\""));
        Assert.Equal("0197a3f0-0000-7000-8000-00000000000a", Ann.ToString());
    }

    [Fact]
    public void An_id_may_be_a_key()
    {
        var json = JsonSerializer.Serialize(new Dictionary<DoctorId, int> { [Ann] = 1 });

        Assert.Equal("{\"0197a3f0-0000-7000-8000-00000000000a\":1}", json);
        Assert.Equal(1, JsonSerializer.Deserialize<Dictionary<DoctorId, int>>(json)![Ann]);
    }

    [Theory, InlineData("\"ann\""), InlineData("7"), InlineData("null")]
    public void What_is_no_uuid_is_refused_by_JSON_and_not_by_a_bug(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<DoctorId>(json));

    [Fact]
    public void A_key_that_is_no_uuid_is_refused_by_JSON_too() =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Dictionary<DoctorId, int>>("{\"ann\":1}"));

    [Fact]
    public void New_ids_differ() => Assert.NotEqual(HoldId.New(), HoldId.New());
}
