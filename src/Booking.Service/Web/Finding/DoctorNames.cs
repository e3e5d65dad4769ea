using Microsoft.Extensions.Caching.Memory;

namespace Booking.Service.Web.Finding;

/// <summary>Whose calendar it is.</summary>
/// <param name="TimeZone">The doctor's own.</param>
public sealed record DoctorName(string FullName, string TimeZone);

/// <summary>Names of doctors whose calendars are looked at, kept for ten seconds, so that a page of a busy one asks for its times alone.</summary>
sealed class DoctorNames : IDisposable
{
    const int MostKept = 10_000;

    static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(10);

    readonly MemoryCache cache = new(new MemoryCacheOptions { SizeLimit = MostKept });

    /// <returns>The name, or why it is not told.</returns>
    public async Task<(DoctorName? Name, Contracts.Problem? Problem)> Of(Guid doctor, Viewer viewer, CancellationToken ct)
    {
        if (cache.TryGetValue(doctor, out DoctorName? known))
            return (known, null);
        var answer = await viewer.Api.Doctor(doctor, ct);
        if (answer.Body is not { } found)
            return (null, answer.Problem);
        var name = new DoctorName(found.FullName, found.TimeZone);
        // One whom ops have not verified is not for everybody.
        return (found.Verified ? cache.Set(doctor, name, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = KeptFor }) : name, null);
    }

    public void Dispose() => cache.Dispose();
}
