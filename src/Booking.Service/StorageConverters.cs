using System.Text.Json;
using System.Text.Json.Serialization;
using Booking.EventStore;
using NodaTime;
using NodaTime.Text;

namespace Booking.Service;

/// <summary>A local date and time as <c>2026-11-23T10:00:00</c>; only in events, the wire has no need of it.</summary>
public sealed class LocalDateTimeConverter : JsonConverter<LocalDateTime>
{
    public override LocalDateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        LocalDateTimePattern.ExtendedIso.Parse(reader.GetString()!) is { Success: true } parsed
            ? parsed.Value
            : throw new JsonException("must be a local date and time such as 2026-11-23T10:00:00");

    public override void Write(Utf8JsonWriter writer, LocalDateTime value, JsonSerializerOptions options) =>
        writer.WriteStringValue(LocalDateTimePattern.ExtendedIso.Format(value));
}

/// <summary>A stream's id as a plain uuid.</summary>
public sealed class StreamIdConverter : JsonConverter<StreamId>
{
    public override StreamId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetGuid());

    public override void Write(Utf8JsonWriter writer, StreamId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
