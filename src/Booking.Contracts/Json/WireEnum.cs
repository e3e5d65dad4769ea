using System.Text.Json;
using System.Text.Json.Serialization;

namespace Booking.Contracts;

/// <summary>
/// Enums are strings on the wire. The framework's own converter takes other casing, blanks and comma lists, and adds the
/// values up (<c>"monday,saturday"</c> would be Sunday); this one takes exact names. Anything else is a <see cref="JsonException"/>.
/// </summary>
public sealed class WireEnum<T> : JsonConverter<T> where T : struct, Enum
{
    static readonly (T Value, JsonEncodedText Name)[] Names =
        [.. Enum.GetValues<T>().Select(value => (value, JsonEncodedText.Encode(Wire.Name(value))))];

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            foreach (var (value, name) in Names)
            {
                if (reader.ValueTextEquals(name.EncodedUtf8Bytes)) return value;
            }
        }

        throw new JsonException($"must be one of {string.Join(", ", Wire.NamesOf(typeof(T)))}");
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        foreach (var (known, name) in Names)
        {
            if (EqualityComparer<T>.Default.Equals(known, value))
            {
                writer.WriteStringValue(name);
                return;
            }
        }

        throw new JsonException($"{value} is not a declared {typeof(T).Name}.");
    }
}
