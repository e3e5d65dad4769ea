using System.Text.Json;
using System.Text.Json.Nodes;

namespace Booking.Contracts.Tests;

/// <summary>What is on the wire, member by member: read, write again, and nothing is lost, added or renamed.</summary>
public sealed class GoldenTests
{
    static readonly JsonSerializerOptions Strict = StrictOptions();

    public static TheoryData<Type, string> Records =>
    [
        .. Golden.Accounts, .. Golden.Doctors, .. Golden.Gateways, .. Golden.Visits, .. Golden.Webhooks, .. Golden.Operations, .. Golden.Panels,
        .. Golden.Reviews, .. Golden.Coupons, .. Golden.Intakes,
    ];

    [Theory]
    [MemberData(nameof(Records))]
    public void A_record_is_read_and_written_as_the_interface_says(Type record, string json)
    {
        var read = JsonSerializer.Deserialize(json, record, Strict);
        var written = JsonSerializer.Serialize(read, record, Strict);

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(json), JsonNode.Parse(written)), $"Expected\n{json}\nbut wrote\n{written}");
    }

    [Fact]
    public void Every_record_of_the_context_has_a_golden_sample()
    {
        var sampled = Records.Select(row => row.Data.Item1).ToHashSet();

        var missing = typeof(ContractsContext).GetCustomAttributesData()
            .Where(attribute => attribute.AttributeType == typeof(System.Text.Json.Serialization.JsonSerializableAttribute))
            .Select(attribute => (Type)attribute.ConstructorArguments[0].Value!)
            .Where(type => !sampled.Contains(type));

        Assert.Empty(missing);
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void The_context_alone_writes_the_same(Type record, string json)
    {
        var read = JsonSerializer.Deserialize(json, record, ContractsJson.Context);

        Assert.Equal(JsonSerializer.Serialize(read, record, Strict), JsonSerializer.Serialize(read, record, ContractsJson.Context));
    }

    static JsonSerializerOptions StrictOptions()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        ContractsJson.ConfigureStrict(options);
        return options;
    }
}
