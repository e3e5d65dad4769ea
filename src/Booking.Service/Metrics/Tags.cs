using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Booking.Service.Metrics;

/// <summary>The tags of one series, with the labels they are written as.</summary>
sealed class Tags
{
    /// <summary>The longest label value in characters; what is longer is cut.</summary>
    const int Longest = 128;

    readonly KeyValuePair<string, object?>[] _kept;

    Tags(KeyValuePair<string, object?>[] kept) => (_kept, Labels) = (kept, Render(kept));

    /// <summary>As they stand between the braces: <c>code="slot-taken",http_route="/api/holds"</c>; empty for none.</summary>
    public string Labels { get; }

    /// <summary>Finds a series by tags that were just measured, in whatever order they come, without keeping them.</summary>
    /// <param name="dropped">Tags that are not told apart.</param>
    public sealed class Comparer(FrozenSet<string>? dropped) : IEqualityComparer<Tags>, IAlternateEqualityComparer<ReadOnlySpan<KeyValuePair<string, object?>>, Tags>
    {
        public Tags Create(ReadOnlySpan<KeyValuePair<string, object?>> alternate)
        {
            var kept = new List<KeyValuePair<string, object?>>(alternate.Length);
            foreach (var tag in alternate)
            {
                if (Keeps(tag) && !kept.Exists(known => known.Key == tag.Key))
                {
                    kept.Add(tag);
                }
            }

            return new([.. kept.OrderBy(static tag => tag.Key, StringComparer.Ordinal)]);
        }

        public bool Equals(ReadOnlySpan<KeyValuePair<string, object?>> alternate, Tags other)
        {
            var count = 0;
            foreach (var tag in alternate)
            {
                if (!Keeps(tag))
                {
                    continue;
                }

                if (!other.Has(tag))
                {
                    return false;
                }

                count++;
            }

            return count == other._kept.Length;
        }

        // A sum, so that the order of the tags does not matter.
        public int GetHashCode(ReadOnlySpan<KeyValuePair<string, object?>> alternate)
        {
            var sum = 0;
            foreach (var tag in alternate)
            {
                if (Keeps(tag))
                {
                    sum = unchecked(sum + HashCode.Combine(tag.Key, tag.Value));
                }
            }

            return sum;
        }

        public bool Equals(Tags? x, Tags? y) => ReferenceEquals(x, y) || (x is not null && y is not null && Equals(x._kept, y));

        public int GetHashCode(Tags obj) => GetHashCode(obj._kept);

        bool Keeps(KeyValuePair<string, object?> tag) => tag.Value is not null && dropped?.Contains(tag.Key) is not true;
    }

    bool Has(KeyValuePair<string, object?> wanted)
    {
        foreach (var tag in _kept)
        {
            if (string.Equals(tag.Key, wanted.Key, StringComparison.Ordinal))
            {
                return tag.Value!.Equals(wanted.Value);
            }
        }

        return false;
    }

    static string Render(KeyValuePair<string, object?>[] tags)
    {
        var text = new StringBuilder();
        foreach (var (key, value) in tags)
        {
            text.Append(text.Length == 0 ? "" : ",").Append(PrometheusNames.Plain(key)).Append("=\"");
            Escape(text, Text(value)).Append('"');
        }

        return text.ToString();
    }

    static string Text(object? value)
    {
        var text = value switch
        {
            bool flag => flag ? "true" : "false",
            IFormattable number => number.ToString(format: null, CultureInfo.InvariantCulture),
            _ => value?.ToString() ?? "",
        };
        return text.Length <= Longest ? text : text[..Longest];
    }

    static StringBuilder Escape(StringBuilder into, string value)
    {
        foreach (var c in value)
        {
            _ = c switch
            {
                '\\' => into.Append(@"\\"),
                '"' => into.Append("\\\""),
                '\n' => into.Append(@"\n"),
                _ when char.IsSurrogate(c) || char.IsControl(c) => into.Append('?'),
                _ => into.Append(c),
            };
        }

        return into;
    }
}
