namespace Payments.Adapters.Wire;

/// <summary>Query strings and forms as browsers send them.</summary>
static class Form
{
    const int MostFields = 100;

    /// <summary>
    /// Decoded fields by name, of the first 100; of a name that stands twice the last counts, as in PHP. What cannot be decoded
    /// stays as it is.
    /// </summary>
    public static Dictionary<string, string> Read(string parameters)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in parameters.Split('&', StringSplitOptions.RemoveEmptyEntries).Take(MostFields))
        {
            var split = field.IndexOf('=');
            fields[Decoded(split < 0 ? field : field[..split])] = split < 0 ? "" : Decoded(field[(split + 1)..]);
        }

        return fields;
    }

    static string Decoded(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
