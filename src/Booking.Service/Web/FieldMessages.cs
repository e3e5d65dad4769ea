using System.Text.RegularExpressions;
using Booking.Service.Wording;

namespace Booking.Service.Web;

/// <summary>
/// Says in the reader's language what the interface says of a field in English. The key of a message is its own English text with its numbers as <c>{n}</c>,
/// in order; <c>fields.en.json</c> names them all, and a test finds each message that the service can give.
/// </summary>
static partial class FieldMessages
{
    public static string In(Texts texts, string message)
    {
        if (texts.Language == Accounts.Languages.Default)
            return message;
        if (texts.ByKey.GetValueOrDefault(Key(message)) is not { } template)
            return message;
        foreach (Match number in Number().Matches(message))
            template = Place().Replace(template, number.Value, count: 1);
        return template;
    }

    public static string Key(string message) => "field: " + Number().Replace(message, "{n}");

    [GeneratedRegex(@"\d+(?:[.,]\d+)*", RegexOptions.None, matchTimeoutMilliseconds: 100)]
    private static partial Regex Number();

    [GeneratedRegex(@"\{n\}", RegexOptions.None, matchTimeoutMilliseconds: 100)]
    private static partial Regex Place();
}
