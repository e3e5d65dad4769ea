using System.Text.RegularExpressions;

namespace Booking.Service.Doctors;

/// <summary>
/// Where a patient is, and where a doctor may treat: ISO 3166-1 alpha-2 countries such as <c>AE</c> and ISO 3166-2 subdivisions such as
/// <c>US-CA</c>. The form is checked, not whether there is such a place: the lists change every year.
/// </summary>
public static partial class Places
{
    const int Most = 250;

    public static bool IsPlace(string place) => Form().IsMatch(place);

    /// <summary>A country covers its subdivisions, and not the other way round.</summary>
    public static bool Cover(IReadOnlyList<string> licensedIn, string place) =>
        licensedIn.Any(covered => place == covered || place.StartsWith($"{covered}-", StringComparison.Ordinal));

    public static void Check(FieldErrors errors, string path, IReadOnlyList<string>? places)
    {
        if (places is null)
        {
            return;
        }

        errors.Require(places.Count <= Most, path, $"Must have at most {Most} entries.");
        for (var i = 0; i < Math.Min(places.Count, Most); i++)
        {
            errors.Require(places[i] is { } place && IsPlace(place), $"{path}[{i}]", "Must be an ISO 3166 code such as AE or US-CA.");
        }

        errors.Require(places.Distinct(StringComparer.Ordinal).Count() == places.Count, path, "Must name each place once.");
    }

    [GeneratedRegex(@"^[A-Z]{2}(-[A-Z0-9]{1,3})?\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
