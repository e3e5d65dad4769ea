using System.Globalization;

namespace Booking.EventStore.Rebuilding;

/// <summary>The words of a statement, taken one by one. Nothing that it hands out is ever null but at the end.</summary>
sealed class RowTokens
{
    readonly List<string> _words = [];
    int _next;

    /// <param name="sql">A number, a name, <c>$1</c>, a quoted text with its quotes, or one sign is a word.</param>
    public RowTokens(string sql)
    {
        for (var at = 0; at < sql.Length;)
        {
            var length = char.IsWhiteSpace(sql[at]) ? 0 : Length(sql.AsSpan(at));
            if (length > 0)
            {
                _words.Add(sql.Substring(at, length));
            }

            at += Math.Max(1, length);
        }
    }

    public bool AtEnd => _next >= _words.Count;

    public string? Peek => AtEnd ? null : _words[_next];

    public string? Take() => AtEnd ? null : _words[_next++];

    /// <summary>Takes these words if they are the next, in lower case; else nothing.</summary>
    public bool Take(params ReadOnlySpan<string> words)
    {
        for (var i = 0; i < words.Length; i++)
        {
            if (_next + i >= _words.Count || !string.Equals(_words[_next + i], words[i], StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        _next += words.Length;
        return true;
    }

    /// <returns>Null when the next word is no name.</returns>
    public string? TakeName() => Peek is [var first, ..] && (char.IsAsciiLetterLower(first) || first == '_') ? Take() : null;

    /// <returns>The place of a parameter, from 0; null when the next word is none.</returns>
    public int? TakeParameter() =>
        Peek is ['$', .. var number] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var place) && Take() is not null ? place - 1 : null;

    static int Length(ReadOnlySpan<char> rest)
    {
        if (rest[0] == '\'')
        {
            var end = rest[1..].IndexOf('\'');
            return end < 0 ? 1 : end + 2;
        }

        var length = 1;
        if (rest[0] == '$' || char.IsAsciiLetterOrDigit(rest[0]) || rest[0] == '_')
        {
            while (length < rest.Length && (char.IsAsciiLetterOrDigit(rest[length]) || rest[length] == '_'))
            {
                length++;
            }
        }

        return length;
    }
}
