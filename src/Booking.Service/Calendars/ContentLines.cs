using System.Text;
using NodaTime;
using NodaTime.Text;

namespace Booking.Service.Calendars;

/// <summary>
/// The lines of an iCalendar object (RFC 5545, section 3.1): each ends with CRLF and is folded at 75 octets of UTF-8, never inside a character.
/// </summary>
sealed class ContentLines
{
    /// <summary>Octets of a line without its CRLF; a continued line's first is the blank that marks it.</summary>
    const int Longest = 75;

    static readonly InstantPattern Utc = InstantPattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmmss'Z'");
    static readonly LocalDateTimePattern Local = LocalDateTimePattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmmss");

    readonly StringBuilder _text = new();

    /// <param name="name">With its parameters.</param>
    /// <param name="value">As it is: a keyword, a number or a URI without line breaks.</param>
    public ContentLines Add(string name, string value)
    {
        var octets = 0;
        foreach (var rune in $"{name}:{value}".EnumerateRunes())
        {
            if (octets + rune.Utf8SequenceLength > Longest)
            {
                _text.Append("\r\n ");
                octets = 1;
            }

            _text.Append(rune);
            octets += rune.Utf8SequenceLength;
        }

        _text.Append("\r\n");
        return this;
    }

    /// <summary>A value of type TEXT: anything that anybody wrote.</summary>
    public ContentLines AddText(string name, string value) => Add(name, Escaped(value));

    public ContentLines Add(string name, Instant at) => Add(name, Utc.Format(at));

    public ContentLines Add(string name, LocalDateTime at) => Add(name, Local.Format(at));

    public override string ToString() => _text.ToString();

    /// <summary>RFC 5545, section 3.3.11; control characters but the tab are not allowed at all.</summary>
    static string Escaped(string value)
    {
        var text = new StringBuilder(value.Length);
        foreach (var c in value.ReplaceLineEndings("\n"))
        {
            _ = c switch
            {
                '\\' or ';' or ',' => text.Append('\\').Append(c),
                '\n' => text.Append("\\n"),
                '\t' => text.Append(c),
                _ when char.IsControl(c) => text,
                _ => text.Append(c),
            };
        }

        return text.ToString();
    }
}
