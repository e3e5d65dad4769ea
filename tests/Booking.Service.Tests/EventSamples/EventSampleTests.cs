using System.Text.Json;
using System.Text.Json.Nodes;
using Booking.EventStore;
using Booking.EventStore.Outbox;
using Booking.Testing;
using Xunit;

namespace Booking.Service.Tests.EventSamples;

/// <summary>
/// Events are the storage format: what was once written must be read for ever. Each type has a file, named by its alias, that is never
/// changed. To make the file of a new type, add it to <see cref="Samples"/> and run these tests with <c>WRITE_EVENT_SAMPLES=1</c>.
/// </summary>
public sealed class EventSampleTests
{
    static readonly EventTypes Types = BookingModel.Create(new OutboxHandlers()).Events;
    static readonly string Folder = Path.Combine(Repository.Root, "tests", "Booking.Service.Tests", "EventSamples");

    static EventSampleTests()
    {
        if (Environment.GetEnvironmentVariable("WRITE_EVENT_SAMPLES") == "1")
            WriteMissing();
    }

    public static TheoryData<string> Aliases => [.. Types.Readable.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Aliases))]
    public void Every_type_that_was_ever_stored_still_loads_and_loses_nothing(string alias)
    {
        var file = FileOf(alias);
        Assert.True(File.Exists(file), $"There is no stored sample of '{alias}'.");
        var stored = File.ReadAllBytes(file);

        var loaded = Types.Read(alias, stored);

        var today = Types.Written.Single(type => type.Type == loaded.GetType());
        if (today.Alias == alias)
            AssertKept(JsonNode.Parse(stored)!, JsonNode.Parse(JsonSerializer.SerializeToUtf8Bytes(loaded, loaded.GetType(), EventJson.Default))!, alias);
    }

    [Fact]
    public void No_file_is_of_a_type_that_nobody_can_read() =>
        Assert.Empty(Directory.EnumerateFiles(Folder, "*.json").Select(Path.GetFileNameWithoutExtension).Except(Types.Readable));

    /// <summary>Members may be added since, but what the file says is still said.</summary>
    static void AssertKept(JsonNode stored, JsonNode now, string path)
    {
        if (stored is not JsonObject members)
        {
            Assert.True(JsonNode.DeepEquals(stored, now), $"{path}: {stored.ToJsonString()} has become {now.ToJsonString()}.");
            return;
        }

        foreach (var (name, value) in members)
        {
            var kept = now[name];
            Assert.True((value is null) == (kept is null), $"{path}.{name} is lost.");
            if (value is not null)
                AssertKept(value, kept!, $"{path}.{name}");
        }
    }

    static void WriteMissing()
    {
        foreach (var (alias, type) in Types.Written.Where(type => !File.Exists(FileOf(type.Alias))))
        {
            var sample = Samples.All.Single(sample => sample.GetType() == type);
            using var file = File.Create(FileOf(alias));
            using var writer = new Utf8JsonWriter(file, new JsonWriterOptions { Indented = true });
            JsonSerializer.Serialize(writer, sample, type, EventJson.Default);
        }
    }

    static string FileOf(string alias) => Path.Combine(Folder, $"{alias}.json");
}
