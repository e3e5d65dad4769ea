using System.Text;

namespace Booking.Service.Doctors;

/// <summary>The file cannot be read as a list of doctors at all; the message is a sentence for whoever wrote it.</summary>
public sealed class DoctorFileException(string message) : Exception(message);

/// <summary>A line that was read, or why it was not.</summary>
/// <param name="Line">Where it begins in the file; the first is 1.</param>
/// <param name="Email">As far as it was readable; null otherwise.</param>
sealed record DoctorLine(int Line, string? Email, ImportedDoctor? Doctor, IReadOnlyList<ImportError> Errors);

/// <summary>
/// Reads doctors from CSV (RFC 4180): UTF-8, with or without a byte order mark; commas, or semicolons when the first line has no comma; that first line names
/// the columns. At most 5 MB and 10,000 lines.
/// </summary>
static class DoctorFile
{
    public const int MostBytes = 5_000_000, MostLines = 10_000;

    static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="DoctorFileException">Too long, not UTF-8, or the columns are not what they must be.</exception>
    public static async Task<List<DoctorLine>> Read(Stream file, CancellationToken ct)
    {
        var text = Decode(await Bytes(file, ct));
        string[]? header = null;
        var emails = new Dictionary<string, int>(StringComparer.Ordinal);
        List<DoctorLine> lines = [];
        foreach (var record in Csv.Read(text, Delimiter(text)))
        {
            ct.ThrowIfCancellationRequested();
            if (header is null)
                header = Header(record.Cells);
            else if (lines.Count < MostLines)
                lines.Add(Line(record, header, emails));
            else
                throw new DoctorFileException($"The file has more than {MostLines} lines. Cut it into several.");
        }

        return header is null ? throw new DoctorFileException("The file is empty; its first line must name the columns.") : lines;
    }

    static DoctorLine Line(CsvRecord record, string[] header, Dictionary<string, int> emails)
    {
        List<ImportError> errors = [];
        if (record.Cells?.Length != header.Length)
        {
            errors.Add(new("", record.Cells is { Length: var count }
                ? $"Has {count} cells, and the first line {header.Length}."
                : "A quotation mark is not closed, or stands where none may."));
            return new(record.Line, Email: null, Doctor: null, errors);
        }

        var cells = header.Zip(record.Cells, KeyValuePair.Create).ToDictionary(StringComparer.Ordinal);
        var email = cells["email"];
        if (email.Length > 0 && !emails.TryAdd(email.ToLowerInvariant(), record.Line))
        {
            errors.Add(new("email", $"Stands on line {emails[email.ToLowerInvariant()]} already."));
        }

        var doctor = DoctorColumns.Read(record.Line, cells, errors);
        return new(record.Line, email, errors.Count == 0 ? doctor : null, errors);
    }

    static string[] Header(string[]? record)
    {
        var header = Array.ConvertAll(record ?? throw new DoctorFileException("The first line has a quotation mark that is not closed."), cell => cell.ToLowerInvariant());
        var unknown = header.Except(DoctorColumns.Required).Except(DoctorColumns.Optional).ToList();
        var missing = DoctorColumns.Required.Except(header).ToList();
        return unknown.Count > 0 ? throw new DoctorFileException($"The first line names columns that are not known: {string.Join(", ", unknown.Take(5))}.")
            : missing.Count > 0 ? throw new DoctorFileException($"The first line lacks columns: {string.Join(", ", missing)}.")
            : header.Distinct(StringComparer.Ordinal).Count() < header.Length ? throw new DoctorFileException("The first line names a column twice.")
            : header;
    }

    static char Delimiter(string text)
    {
        var first = text.AsSpan(0, text.IndexOf('\n') is >= 0 and var end ? end : text.Length);
        return first.Contains(';') && !first.Contains(',') ? ';' : ',';
    }

    static async Task<byte[]> Bytes(Stream file, CancellationToken ct)
    {
        var buffer = new byte[MostBytes + 1];
        var length = await file.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct);
        return length <= MostBytes ? buffer[..length] : throw new DoctorFileException($"The file has more than {MostBytes / 1_000_000} MB. Cut it into several.");
    }

    static string Decode(byte[] bytes)
    {
        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
            throw new DoctorFileException("The file is UTF-16. Save it as CSV in UTF-8.");
        try
        {
            return Strict.GetString(bytes is [0xEF, 0xBB, 0xBF, .. var rest] ? rest : bytes);
        }
        catch (DecoderFallbackException wrong)
        {
            var line = 1 + bytes.AsSpan(0, Math.Clamp(wrong.Index, 0, bytes.Length)).Count((byte)'\n');
            throw new DoctorFileException($"The file is not UTF-8 (line {line}). Save it as CSV in UTF-8.");
        }
    }
}
