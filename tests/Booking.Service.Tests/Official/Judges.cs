using System.Text.Json;
using Booking.Testing;

namespace Booking.Service.Tests.Official;

/// <summary>What Mozilla's parser has understood of a calendar file.</summary>
public sealed record ReadCalendar(string Method, string? Refresh, IReadOnlyList<string> Zones, IReadOnlyList<ReadEvent> Events);

/// <param name="Start">In UTC, by the file's own VTIMEZONE.</param>
public sealed record ReadEvent(
    string Uid, string Start, string End, string Stamp, string Zone, string Local, int Sequence, string Status, string Summary, string Description, string? Url,
    string? Conference);

/// <summary>Other people's programs, asked what they make of what this service sends.</summary>
static class Judges
{
    static readonly NodePackages Packages = new("official-judges", "ical.js@2.2.1", "standardwebhooks@1.1.1");

    public static async Task<IReadOnlyList<ReadCalendar>> Read(params string[] calendars)
    {
        var files = new List<string>();
        try
        {
            foreach (var calendar in calendars)
            {
                files.Add(Path.GetTempFileName());
                await File.WriteAllTextAsync(files[^1], calendar);
            }

            return JsonSerializer.Deserialize<List<ReadCalendar>>(await Packages.Run("read-calendar.mjs", [.. files]), JsonSerializerOptions.Web)!;
        }
        finally
        {
            files.ForEach(File.Delete);
        }
    }

    /// <summary>Fails unless the reference library accepts every request.</summary>
    public static async Task Verify(IEnumerable<(string Secret, IReadOnlyDictionary<string, string> Headers, string Body)> requests)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(
                requests.Select(r => new { secret = r.Secret, headers = r.Headers, body = r.Body })));
            await Packages.Run("verify-webhooks.mjs", file);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
