namespace Booking.Service.Web.Settings;

/// <summary>Something that two people have set to different values.</summary>
/// <param name="Theirs">As it stands now; null when there is nothing.</param>
/// <param name="Yours">As it was typed.</param>
public sealed record Difference(string Label, string? Theirs, string? Yours);

static class Differences
{
    /// <param name="labels">Of the fields to look at, by name.</param>
    public static IReadOnlyList<Difference> Between(Form theirs, Form yours, IReadOnlyDictionary<string, string> labels) =>
    [
        .. labels.Where(field => Lines(theirs[field.Key]) != Lines(yours[field.Key])).Select(field => new Difference(field.Value, theirs[field.Key], yours[field.Key])),
    ];

    // Browsers send other line ends than we show.
    static string? Lines(string? text) => text?.ReplaceLineEndings("\n");
}
