using System.Text.Json;
using System.Text.Json.Serialization;
using Booking.Contracts;

namespace Booking.Service.Hosting;

/// <summary>
/// JSON as this service reads and writes it. Reading is strict: an unknown, repeated, missing or null member, a number in quotes
/// or a NUL character is an error that names the field, never a guess.
/// </summary>
public static class Json
{
    public static void Configure(JsonSerializerOptions options)
    {
        ContractsJson.ConfigureStrict(options);
        options.Converters.Add(new TextConverter());
    }

    /// <summary>PostgreSQL cannot store U+0000 in text, so it is refused at the door instead of failing in the database.</summary>
    sealed class TextConverter : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType is JsonTokenType.String ? Checked(ref reader) : throw new JsonException("Must be a string.");

        public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Checked(ref reader);

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

        public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
            writer.WritePropertyName(value);

        static string Checked(ref Utf8JsonReader reader)
        {
            try
            {
                var text = reader.GetString()!;
                return text.Contains('\0') ? throw new JsonException("Must not contain the character U+0000.") : text;
            }
            catch (InvalidOperationException half)
            {
                throw new JsonException("Must be valid Unicode, without half of a surrogate pair.", half);
            }
        }
    }
}
