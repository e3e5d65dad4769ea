using System.Text.Json.Nodes;
using Booking.Contracts;
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
        [typeof(OffsetDateTime)] = ("date-time", null),
        [typeof(LocalDate)] = ("date", null),
        [typeof(LocalTime)] = (null, "^[0-2][0-9]:[0-5][0-9](:[0-5][0-9](\\.[0-9]+)?)?$"),
        [typeof(Duration)] = ("duration", null),
    };

    public static Task Transform(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken ct)
    {
        var type = context.JsonTypeInfo.Type;
        // A problem may carry more than the members that every one has.
        if (type == typeof(Problem))
            schema.AdditionalPropertiesAllowed = true;
        var property = context.JsonPropertyInfo;
        if (Written(schema, type) && (Nullable.GetUnderlyingType(type) is not null || (property is { IsGetNullable: true } && !type.IsValueType)))
        {
            schema.Type |= JsonSchemaType.Null;
            // A member that may be left out is described in its own place; elsewhere the framework offers null beside the named enum.
            if (property is { AssociatedParameter.HasDefaultValue: true })
                schema.Enum?.Add(JsonNullSentinel.JsonNull);
        }

        // The elements of a list are not offered to transformers when nothing is known of them.
        if (context.JsonTypeInfo.ElementType is { } element && new OpenApiSchema() is var item && Written(item, element))
            if (schema.Type?.HasFlag(JsonSchemaType.Array) is true)
                schema.Items ??= item;
            else
                schema.AdditionalProperties ??= item;
        return Task.CompletedTask;
    }

    /// <returns>False for a type that the framework describes by itself.</returns>
    static bool Written(OpenApiSchema schema, Type declared)
    {
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        var isEnum = type.IsEnum && type.Assembly == typeof(ContractsJson).Assembly;
        if (!Strings.TryGetValue(type, out var written) && !IsId(type) && !isEnum)
            return false;
        schema.Type = JsonSchemaType.String;
        schema.Format = IsId(type) ? "uuid" : written.Format;
        schema.Pattern = written.Pattern;
        schema.Enum = isEnum ? [.. Contracts.Wire.NamesOf(type).Select(name => (JsonNode)JsonValue.Create(name))] : null;
        schema.Properties?.Clear();
        schema.Required?.Clear();
        return true;
    }

    // Ids travel as plain uuids.
    static bool IsId(Type type) =>
        type.IsValueType && type.GetInterfaces().Any(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IId<>));
}
