using System.Text;

namespace Booking.Service.Doctors;

/// <summary>A record of a CSV text.</summary>
/// <param name="Line">On which it begins; the first is 1.</param>
/// <param name="Cells">Null when its quotation marks do not come in pairs, or other text stands beside them.</param>
readonly record struct CsvRecord(int Line, string[]? Cells);

/// <summary>
/// Reads CSV as RFC 4180 has it. After a record that is none it goes on with the next line of the text, so that one forgotten quotation mark
/// costs one line and not all that follow.
/// </summary>
/// <remarks>Blanks around cells are taken off, empty lines passed over, and every end of line is known. It is our own because of that one rule.</remarks>
static class Csv
{
    const char Quote = '"';

    public static IEnumerable<CsvRecord> Read(string text, char delimiter)
    {
        for (var (at, line) = (0, 1); at < text.Length;)
        {
            var (cells, end) = Record(text, at, delimiter);
            if (cells is null)
            {
                end = LineEnd(text, at);
            }

            if (cells is not [""])
            {
                yield return new(line, cells);
            }

            var next = SkipBreak(text, end);
            line += Breaks(text.AsSpan(at, next - at));
            at = next;
        }
    }

    /// <returns>The cells and where the end of line stands that ends the record; null cells when it is none.</returns>
    static (string[]? Cells, int End) Record(string text, int at, char delimiter)
    {
        List<string> cells = [];
        while (true)
        {
            if (Cell(text, ref at, delimiter) is not { } cell)
            {
                return (null, at);
            }

            cells.Add(cell);
            if (at == text.Length || text[at] != delimiter)
            {
                return ([.. cells], at);
            }

            at++;
        }
    }

    static string? Cell(string text, ref int at, char delimiter)
    {
        while (at < text.Length && text[at] == ' ')
        {
            at++;
        }

        if (at < text.Length && text[at] == Quote)
        {
            return Quoted(text, ref at, delimiter);
        }

        var start = at;
        while (at < text.Length && text[at] != delimiter && text[at] is not ('\r' or '\n'))
        {
            if (text[at++] == Quote)
                return null;
        }

        return text[start..at].Trim();
    }

    static string? Quoted(string text, ref int at, char delimiter)
    {
        var cell = new StringBuilder();
        for (at++; at < text.Length; at++)
        {
            if (text[at] != Quote)
            {
                cell.Append(text[at]);
            }
            else if (at + 1 < text.Length && text[at + 1] == Quote)
            {
                cell.Append(text[at++]);
            }
            else
            {
                for (at++; at < text.Length && text[at] == ' '; at++)
                {
                }

                return at == text.Length || text[at] == delimiter || text[at] is '\r' or '\n' ? cell.ToString().Trim() : null;
            }
        }

        return null;
    }

    static int LineEnd(string text, int at) => text.AsSpan(at).IndexOfAny('\r', '\n') is >= 0 and var end ? at + end : text.Length;

    static int SkipBreak(string text, int end) =>
        end == text.Length ? end : text[end] == '\r' && end + 1 < text.Length && text[end + 1] == '\n' ? end + 2 : end + 1;

    static int Breaks(ReadOnlySpan<char> text)
    {
        var count = 0;
        for (var i = 0; i < text.Length; i++)
        {
            count += text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n')) ? 1 : 0;
        }

        return count;
    }
}
