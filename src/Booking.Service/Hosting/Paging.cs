using System.Buffers.Text;
using System.Text;
using Booking.Contracts;

namespace Booking.Service.Hosting;

/// <summary>Which piece of a list is asked for: at most <see cref="Limit"/> items after the place that a cursor names.</summary>
public sealed class PageRequest
{
    const int Default = 20, Most = 100, LongestCursor = 1_000;
    const char Separator = '\u001f';

    readonly string[]? _after;

    PageRequest(int limit, string[]? after) => (Limit, _after) = (limit, after);

    /// <summary>1 to 100, default 20. Read one more, so that <see cref="Page{TRow,T}"/> knows whether there is a next piece.</summary>
    public int Limit { get; }

    /// <summary>Notes an error under <c>limit</c> or <c>cursor</c> and reads on with a harmless value.</summary>
    public static PageRequest Of(FieldErrors errors, int? limit, string? cursor)
    {
        errors.Require(limit is null or (>= 1 and <= Most), "limit", $"Must be 1 to {Most}.");
        var after = cursor is null ? null : Decode(cursor);
        errors.Require(cursor is null || after is not null, "cursor", "Must be the next of an earlier answer.");
        return new(Math.Clamp(limit ?? Default, 1, Most), after);
    }

    /// <summary>The place after which to go on, read by <paramref name="parse"/>; the default at the beginning.</summary>
    /// <param name="parse">Null for parts that are no place: somebody made the cursor up.</param>
    public T After<T>(FieldErrors errors, Func<string[], T?> parse, T beginning) where T : class
    {
        var place = _after is null ? beginning : parse(_after);
        errors.Require(place is not null, "cursor", "Must be the next of an earlier answer.");
        return place ?? beginning;
    }

    /// <param name="rows">Up to one more than <see cref="Limit"/>.</param>
    /// <param name="place">The parts that say where a row stands in the order of the list.</param>
    public Page<T> Page<TRow, T>(List<TRow> rows, Func<TRow, T> item, Func<TRow, string[]> place) => new(
        [.. rows.Take(Limit).Select(item)],
        rows.Count > Limit ? Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Join(Separator, place(rows[Limit - 1])))) : null);

    static string[]? Decode(string cursor)
    {
        if (cursor.Length is 0 or > LongestCursor || !Base64Url.IsValid(cursor))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor));
        return text.Contains('\0') ? null : text.Split(Separator);
    }
}
