using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Booking.Contracts;

/// <summary>
/// The serializer enforces nullability of members, not of what their lists hold: <c>"weekly":[null]</c> would reach the
/// rules as a null and end as a server error. Lists of records stand only at the top of a request, so that is the path told.
/// </summary>
static class NullElements
{
    public static void Refuse(JsonTypeInfo info)
    {
        if (info.Kind != JsonTypeInfoKind.Object) return;
        JsonPropertyInfo[] lists = [.. info.Properties.Where(member => member.Get is not null && IsListOfReferences(member.PropertyType))];
        if (lists.Length > 0) info.OnDeserialized = record => Check(record, lists);
    }

    static bool IsListOfReferences(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) && !type.GetGenericArguments()[0].IsValueType;

    static void Check(object record, JsonPropertyInfo[] lists)
    {
        foreach (var list in lists)
        {
            var at = 0;
            foreach (var item in (IEnumerable?)list.Get!(record) ?? Array.Empty<object>())
            {
                if (item is null) throw new JsonException("must not be null", $"$.{list.Name}[{at}]", lineNumber: null, bytePositionInLine: null);
                at++;
            }
        }
    }
}
