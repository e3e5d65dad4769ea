using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using NodaTime;

namespace Booking.Service.Hosting;

/// <summary>Schemas of types that are written by converters, which the framework cannot look into: all of them are strings.</summary>
static class OpenApiSchemas
{
    static readonly Dictionary<Type, (string? Format, string? Pattern)> Strings = new()
    {
        [typeof(string)] = (null, null),
        [typeof(Instant)] = ("date-time", "Z$"),
        [typeof(LocalDate)] = ("date", null),
        [typeof(LocalTime)] = (null, "^[0-2][0-9]:[0-5][0-9](:[0-5][0-9])?$"),
        [typeof(LocalDateTime)] = (null, "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]+$"),
        [typeof(OffsetDateTime)] = ("date-time", null),
        [typeof(Duration)] = ("duration", null),
        [typeof(Period)] = ("duration", null),
        [typeof(DateTimeZone)] = (null, null),
    };

    public static Task Transform(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken ct)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (!Strings.TryGetValue(type, out var written) && !IsId(type))
            return Task.CompletedTask;
        var maybeNull = type != context.JsonTypeInfo.Type || (context.JsonPropertyInfo is { IsGetNullable: true } && !type.IsValueType);
        schema.Type = maybeNull ? JsonSchemaType.String | JsonSchemaType.Null : JsonSchemaType.String;
        schema.Format = IsId(type) ? "uuid" : written.Format;
        schema.Pattern = written.Pattern;
        schema.Properties?.Clear();
        schema.Required?.Clear();
        return Task.CompletedTask;
    }

    // Ids travel as plain uuids.
    static bool IsId(Type type) =>
        type.IsValueType && type.GetInterfaces().Any(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IId<>));
}
