using System.Text.Json;
using System.Text.Json.Serialization;

namespace Booking.Contracts;

/// <summary>Times as JSON strings; whatever is not exactly of the form is a <see cref="JsonException"/> that says the form.</summary>
public abstract class TextConverter<T>(string form) : JsonConverter<T> where T : struct
{
    protected abstract bool TryParse(ReadOnlySpan<byte> text, out T value);
    protected abstract int Format(T value, Span<byte> to);

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String) throw Refused();
        var length = reader.HasValueSequence ? reader.ValueSequence.Length : reader.ValueSpan.Length;
        if (length > NodaText.MaxLength) throw Refused();

        Span<byte> text = stackalloc byte[NodaText.MaxLength];
        return TryParse(text[..reader.CopyString(text)], out var value) ? value : throw Refused();
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        Span<byte> text = stackalloc byte[NodaText.MaxLength];
        writer.WriteStringValue(text[..Format(value, text)]);
    }

    JsonException Refused() => new($"must be {form}");
}

public sealed class InstantConverter() : TextConverter<Instant>("an instant in UTC such as 2026-11-23T05:00:00Z")
{
    protected override bool TryParse(ReadOnlySpan<byte> text, out Instant value) => NodaParser.TryParse(text, out value);
    protected override int Format(Instant value, Span<byte> to) => NodaText.Write(value, to);
}

public sealed class OffsetDateTimeConverter() : TextConverter<OffsetDateTime>("a local time with its offset such as 2026-11-23T10:00:00+05:00")
{
    protected override bool TryParse(ReadOnlySpan<byte> text, out OffsetDateTime value) => NodaParser.TryParse(text, out value);
    protected override int Format(OffsetDateTime value, Span<byte> to) => NodaText.Write(value, to);
}

public sealed class LocalDateConverter() : TextConverter<LocalDate>("a date such as 2026-11-23")
{
    protected override bool TryParse(ReadOnlySpan<byte> text, out LocalDate value) => NodaParser.TryParse(text, out value);
    protected override int Format(LocalDate value, Span<byte> to) => NodaText.Write(value, to);
}

public sealed class LocalTimeConverter() : TextConverter<LocalTime>("a local time such as 09:00")
{
    protected override bool TryParse(ReadOnlySpan<byte> text, out LocalTime value) => NodaParser.TryParse(text, out value);
    protected override int Format(LocalTime value, Span<byte> to) => NodaText.Write(value, to);
}

public sealed class DurationConverter() : TextConverter<Duration>("a duration such as PT11M")
{
    protected override bool TryParse(ReadOnlySpan<byte> text, out Duration value) => NodaParser.TryParse(text, out value);
    protected override int Format(Duration value, Span<byte> to) => NodaText.Write(value, to);
}
