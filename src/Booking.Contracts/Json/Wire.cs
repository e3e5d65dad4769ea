using System.Reflection;
using System.Text.Json.Serialization;

namespace Booking.Contracts;

/// <summary>The wire names of enums where there is no JSON: query strings, database columns, the OpenAPI document.</summary>
public static class Wire
{
    /// <exception cref="ArgumentOutOfRangeException">Not a declared value.</exception>
    public static string Name<T>(T value) where T : struct, Enum =>
        Names<T>.ByValue.TryGetValue(value, out var name)
            ? name
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"Not a {typeof(T).Name}.");

    /// <summary>Exact names only: no other casing, no number, no blanks.</summary>
    public static bool TryParse<T>(string? name, out T value) where T : struct, Enum
    {
        value = default;
        return name is not null && Names<T>.ByName.TryGetValue(name, out value);
    }

    /// <summary>All names of an enum, in the order of its values.</summary>
    public static IReadOnlyList<string> NamesOf(Type type) => [.. Enum.GetNames(type).Select(member => NameOf(type, member))];

    static string NameOf(Type type, string member) =>
        type.GetField(member)!.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? member;

    static class Names<T> where T : struct, Enum
    {
        public static readonly Dictionary<string, T> ByName =
            Enum.GetNames<T>().ToDictionary(member => NameOf(typeof(T), member), Enum.Parse<T>, StringComparer.Ordinal);

        public static readonly Dictionary<T, string> ByValue = ByName.ToDictionary(pair => pair.Value, pair => pair.Key);
    }
}
