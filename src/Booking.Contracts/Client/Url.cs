using System.Globalization;
using System.Text;

namespace Booking.Contracts;

/// <summary>A path with a query; a null value leaves its name out.</summary>
sealed class Url(string path)
{
    readonly StringBuilder text = new(path);
    bool hasQuery;

    public Url With(string name, string? value)
    {
        if (value is null) return this;
        text.Append(hasQuery ? '&' : '?').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        hasQuery = true;
        return this;
    }

    public Url With(string name, long? value) => With(name, value?.ToString(CultureInfo.InvariantCulture));
    public Url With(string name, decimal? value) => With(name, value?.ToString(CultureInfo.InvariantCulture));
    public Url With(string name, Guid? value) => With(name, value?.ToString());
    public Url With<T>(string name, T? value) where T : struct, Enum => With(name, value is { } known ? Wire.Name(known) : null);
    public Url With(string name, Instant? value) => With(name, value is { } known ? Text(NodaText.Write, known) : null);
    public Url With(string name, LocalDate? value) => With(name, value is { } known ? Text(NodaText.Write, known) : null);
    public Url With(PageQuery page) => With("limit", page.Limit).With("cursor", page.Cursor);

    public override string ToString() => text.ToString();

    delegate int Writer<in T>(T value, Span<byte> to);

    static string Text<T>(Writer<T> write, T value)
    {
        Span<byte> utf8 = stackalloc byte[NodaText.MaxLength];
        return Encoding.ASCII.GetString(utf8[..write(value, utf8)]);
    }
}
