using System.Runtime.Loader;
using Booking.Service.TimeZones;
using NodaTime;
using NodaTime.TimeZones;
using Xunit;

namespace Booking.Service.Tests.TimeZones;

/// <summary>Versions of the time zone database: real ones, out of other releases of NodaTime, and laws that no parliament has made yet.</summary>
static class Tzdb
{
    static readonly Lock Writing = new();

    /// <summary>The real 2026e, in which Havana's clock goes back every November. By 2026f it does not go back in 2026.</summary>
    public static TimeZoneRules Before { get; } = Real("2026e");

    /// <summary>What NodaTime brings.</summary>
    public static TimeZoneRules After => TimeZoneRules.BuiltIn;

    /// <summary>The path of a real version's file.</summary>
    public static string File(string version)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "tzdb", $"{version}.nzd");
        lock (Writing)
        {
            if (!System.IO.File.Exists(path))
                System.IO.File.WriteAllBytes(path, Resource(version));
        }

        return path;
    }

    public static TimeZoneRules Real(string version)
    {
        using var stream = new MemoryStream(Resource(version));
        var source = TzdbDateTimeZoneSource.FromStream(stream);
        Assert.Equal(version, source.TzdbVersion);
        return new(source, version);
    }

    /// <summary>A law: from now on these zones have the clock of others.</summary>
    public static TimeZoneRules Law(string version, params (string Zone, string Clock)[] changes) =>
        new(new Changed(version, changes.ToDictionary(c => c.Zone, c => After.Provider[c.Clock], StringComparer.Ordinal)), version);

    static byte[] Resource(string version)
    {
        var context = new AssemblyLoadContext(version, isCollectible: true);
        var release = context.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, "tzdb", $"{version}.dll"));
        using var resource = release.GetManifestResourceStream("NodaTime.TimeZones.Tzdb.nzd")!;
        using var bytes = new MemoryStream();
        resource.CopyTo(bytes);
        return bytes.ToArray();
    }

    sealed class Changed(string version, Dictionary<string, DateTimeZone> clocks) : IDateTimeZoneSource
    {
        readonly TzdbDateTimeZoneSource rest = TzdbDateTimeZoneSource.Default;

        public string VersionId => version;
        public IEnumerable<string> GetIds() => rest.GetIds();
        public DateTimeZone ForId(string id) => clocks.TryGetValue(id, out var clock) ? new Under(id, clock) : rest.ForId(id);
        public string? GetSystemDefaultId() => null;
    }

    sealed class Under(string id, DateTimeZone clock) : DateTimeZone(id, isFixed: false, clock.MinOffset, clock.MaxOffset)
    {
        public override ZoneInterval GetZoneInterval(Instant instant) => clock.GetZoneInterval(instant);
    }
}
