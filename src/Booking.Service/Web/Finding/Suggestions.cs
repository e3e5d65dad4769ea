using System.Diagnostics;
using Booking.Contracts;

namespace Booking.Service.Web.Finding;

/// <summary>What to offer for the fields of the directory: of the hundred doctors who are free next, kept for a minute, as it is the same for everybody.</summary>
sealed class Suggestions
{
    const int Asked = 100;

    static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(1);

    sealed record Kept(long At, Known Known);

    Kept? kept;

    /// <param name="Specialties">By how many have them, as <paramref name="Languages"/>.</param>
    /// <param name="Currencies">By name.</param>
    public sealed record Known(IReadOnlyList<string> Specialties, IReadOnlyList<string> Languages, IReadOnlyList<string> Currencies);

    /// <summary>Nothing at all when doctors cannot be listed just now: a page is of use without it.</summary>
    public async Task<Known> Get(Viewer viewer, CancellationToken ct)
    {
        if (kept is { } last && Stopwatch.GetElapsedTime(last.At) < KeptFor)
            return last.Known;
        if ((await viewer.Api.Doctors(new() { Sort = "nextAvailable" }, new(Asked), ct)).Body is not { } doctors)
            return new([], [], []);
        var known = new Known(
            Common(doctors.Items.SelectMany(doctor => doctor.Specialties)), Common(doctors.Items.SelectMany(doctor => doctor.Languages)),
            [.. doctors.Items.Select(doctor => doctor.Fees.Standard.Currency).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
        kept = new(Stopwatch.GetTimestamp(), known);
        return known;
    }

    static string[] Common(IEnumerable<string> names) =>
        [.. names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.OrdinalIgnoreCase).Select(group => group.Key)];
}
