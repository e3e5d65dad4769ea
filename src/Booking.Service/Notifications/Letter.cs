using System.Text;
using Booking.Service.Wording;

namespace Booking.Service.Notifications;

/// <param name="Link">Stands on a line of its own below the text.</param>
readonly record struct Line(Phrase Text, string? Link = null);

/// <summary>A mail as people read it, before it is plain text or HTML.</summary>
sealed record Letter(Texts Texts, Phrase Subject, IReadOnlyList<Line> Lines)
{
    public string Title => Subject.Bare();

    public string Plain()
    {
        var text = new StringBuilder();
        foreach (var line in Lines)
        {
            text.Append(text.Length == 0 ? "" : "\n\n").Append(line.Text.Plain(Texts.IsRightToLeft));
            if (line.Link is { } link)
                text.Append('\n').Append(link);
        }

        return text.ToString();
    }

    public string Html()
    {
        var body = new StringBuilder();
        foreach (var line in Lines)
        {
            body.Append("<p>").Append(line.Text.Html());
            if (line.Link is { } link)
                body.Append($"""<br><a href="{Phrase.Encode(link)}"><bdi dir="ltr">{Phrase.Encode(link)}</bdi></a>""");
            body.Append("</p>\n");
        }

        var direction = Texts.IsRightToLeft ? "rtl" : "ltr";
        return $"""
            <!doctype html>
            <html lang="{Texts.Language}" dir="{direction}">
            <head><meta charset="utf-8"><title>{Phrase.Encode(Title)}</title></head>
            <body dir="{direction}">
            {body}</body>
            </html>
            """;
    }
}
