using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;

namespace Booking.Service.Wording;

/// <param name="Apart">It has a direction of its own (a name, a time, an amount), which must not run into what stands around it.</param>
public readonly record struct Piece(string Text, bool Apart);

/// <summary>A text for people, made of pieces, that can be written as plain text, as HTML and as an SMS.</summary>
public sealed record Phrase(EquatableList<Piece> Pieces)
{
    // Unicode's FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE.
    const char Isolate = '\u2068', End = '\u2069';

    // Made once: it looks at every character there is.
    static readonly HtmlEncoder Encoder = HtmlEncoder.Create(System.Text.Unicode.UnicodeRanges.All);

    public static Phrase Of(string text) => new(EquatableList.Of<Piece>([new(text, Apart: false)]));

    /// <summary>In Western digits.</summary>
    public static Phrase Of(int number) => Of(number.ToString(CultureInfo.InvariantCulture));

    public static Phrase Apart(string text) => new(EquatableList.Of<Piece>([new(text, Apart: true)]));

    /// <summary>Nothing but the text: for an SMS, where each mark costs a character and old telephones show it as a box.</summary>
    public string Bare() => string.Concat(Pieces.Select(static piece => piece.Text));

    /// <summary>Pieces of a direction of their own are isolated where directions could mix.</summary>
    public string Plain(bool rightToLeft)
    {
        var text = new StringBuilder();
        foreach (var (piece, apart) in Pieces)
            if (apart && (rightToLeft || piece.Any(IsRightToLeft)))
                text.Append(Isolate).Append(piece).Append(End);
            else
                text.Append(piece);
        return text.ToString();
    }

    public string Html()
    {
        var html = new StringBuilder();
        foreach (var (piece, apart) in Pieces)
            html.Append(apart ? $"<bdi>{Encode(piece)}</bdi>" : Encode(piece));
        return html.ToString();
    }

    public static string Encode(string text) => Encoder.Encode(text);

    // Hebrew to Arabic Extended, and their presentation forms.
    public static bool IsRightToLeft(char c) => c is >= '\u0590' and <= '\u08FF' or >= '\uFB1D' and <= '\uFDFF' or >= '\uFE70' and <= '\uFEFE';
}
