using System.Collections.Frozen;
using NodaTime;
using NodaTime.TimeZones;
using NodaTime.Utility;

namespace Booking.Service.TimeZones;

/// <summary>
/// The rules by which local times become instants: NodaTime's own, or those of a file that ops put in their place when a government moves
/// a clock between two releases of this program.
/// </summary>
public sealed class TimeZoneRules
{
    /// <summary>The setting: the path of an <c>.nzd</c> file, as NodaTime publishes one for each version; not set: NodaTime's own.</summary>
    public const string Setting = "Booking:TimeZones";

    /// <summary>A database has about 130 KB.</summary>
    const long LongestFile = 4 * 1024 * 1024;

    readonly FrozenSet<string> known;

    /// <param name="source">Where zones come from; each is read at its first use.</param>
    /// <param name="version">As <c>2026f</c>; a later one is greater in ordinal order.</param>
    public TimeZoneRules(IDateTimeZoneSource source, string version)
    {
        (Provider, Version) = (new DateTimeZoneCache(source), version);
        known = Provider.Ids.ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>What came with NodaTime.</summary>
    public static TimeZoneRules BuiltIn { get; } = new(TzdbDateTimeZoneSource.Default, TzdbDateTimeZoneSource.Default.TzdbVersion);

    public IDateTimeZoneProvider Provider { get; }

    public string Version { get; }

    /// <summary>Whether it is the exact spelling of an id or alias.</summary>
    public bool Knows(string id) => known.Contains(id);

    /// <summary>Puts the configured rules in force for this process, and refuses to begin with a file that is broken.</summary>
    /// <exception cref="StartupRefusedException">The file cannot be read, or not all of it.</exception>
    public static void Add(IHostApplicationBuilder builder) => Zones.Use(From(builder.Configuration));

    static TimeZoneRules From(IConfiguration configuration)
    {
        if (configuration[Setting] is not { Length: > 0 } path)
        {
            return BuiltIn;
        }

        try
        {
            return Read(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw Refuse(path, "cannot be read");
        }
        catch (Exception e) when (e is InvalidNodaDataException or InvalidOperationException or IndexOutOfRangeException or OutOfMemoryException or OverflowException)
        {
            throw Refuse(path, "is not a whole time zone database of NodaTime (.nzd)");
        }
    }

    /// <summary>Every zone is read once, so that what is broken is found now and not at some patient's request.</summary>
    static TimeZoneRules Read(string path)
    {
        using var file = File.OpenRead(path);
        if (file.Length > LongestFile)
        {
            throw new InvalidNodaDataException("Too long.");
        }

        var source = TzdbDateTimeZoneSource.FromStream(file);
        source.Validate();
        var rules = new TimeZoneRules(source, source.TzdbVersion);
        foreach (var id in rules.Provider.Ids)
        {
            _ = rules.Provider[id].GetUtcOffset(Instant.FromUtc(2100, 1, 1, 0, 0));
        }

        return rules;
    }

    static StartupRefusedException Refuse(string path, string why) => new($"{Setting} names {path}, which {why}.");
}
