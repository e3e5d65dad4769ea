using System.Globalization;

namespace Booking.Bench.Measuring;

/// <summary>How long and how often is measured, and what.</summary>
/// <param name="Slice">The length of one slice of one side.</param>
/// <param name="Pairs">Slices of each side in a cell, 1 to 100.</param>
/// <param name="WarmUp">Of each side before its first slice; not counted.</param>
/// <param name="Events">How many events the full store holds.</param>
/// <param name="Requests">How many requests the service has answered at the end of the memory figure.</param>
/// <param name="Parts">The parts to run; empty means all.</param>
sealed record Settings(TimeSpan Slice, int Pairs, TimeSpan WarmUp, int Events, int Requests, IReadOnlySet<string> Parts)
{
    /// <summary>Whether somebody asked for that number.</summary>
    public bool SaysEvents { get; private init; }

    const int MostNotifications = 4_000;

    public static readonly string[] AllParts = ["new", "append", "size", "long", "rebuild", "availability", "calendar", "holds", "directory", "memory", "notifications", "confirmed", "start"];

    /// <exception cref="FormatException">An argument is not understood.</exception>
    public static Settings Parse(string[] args)
    {
        var quick = args.Contains("--quick", StringComparer.Ordinal);
        var (slice, pairs, warmUp) = quick ? (1.0, 1, 0.5) : (2.0, 10, 1.5);
        var (events, requests) = quick ? (200_000, 4_000) : (2_000_000, 200_000);
        var says = false;
        HashSet<string> parts = new(StringComparer.Ordinal);
        for (var at = 0; at < args.Length; at++)
        {
            switch (args[at])
            {
                case "--quick": break;
                case "--slice": slice = double.Parse(Value(args, ++at), CultureInfo.InvariantCulture); break;
                case "--warm": warmUp = double.Parse(Value(args, ++at), CultureInfo.InvariantCulture); break;
                case "--pairs": pairs = int.Parse(Value(args, ++at), CultureInfo.InvariantCulture); break;
                case "--events": (events, says) = (int.Parse(Value(args, ++at), CultureInfo.InvariantCulture), true); break;
                case "--requests": requests = int.Parse(Value(args, ++at), CultureInfo.InvariantCulture); break;
                case var part when AllParts.Contains(part, StringComparer.Ordinal): parts.Add(part); break;
                case var other: throw new FormatException($"'{other}' is neither an option nor one of: {string.Join(", ", AllParts)}.");
            }
        }

        return slice is >= 0.1 and <= 60 && warmUp is >= 0 and <= 60 && pairs is >= 1 and <= 100 && events is >= 1_000 and <= 20_000_000 && requests is >= 100 and <= 10_000_000
            ? new(TimeSpan.FromSeconds(slice), pairs, TimeSpan.FromSeconds(warmUp), events, requests, parts) { SaysEvents = says }
            : throw new FormatException("--slice is 0.1 to 60 seconds, --warm 0 to 60, --pairs 1 to 100, --events 1,000 to 20,000,000, --requests 100 to 10,000,000.");
    }

    static string Value(string[] args, int at) => at < args.Length ? args[at] : throw new FormatException($"{args[^1]} needs a value.");

    /// <summary>
    /// For a server that has just started: its hot paths are compiled again, twice, after thousands of calls, in the background and
    /// with what is left of the cores.
    /// </summary>
    public Settings ForServers => this with { WarmUp = WarmUp * 5 };

    /// <summary>Distinct notifications to make beforehand: more than four cells take at the best rate that is likely.</summary>
    public int Notifications => (int)((Pairs * Slice + WarmUp).TotalSeconds * 4 * MostNotifications);

    public bool Runs(string part) => Parts.Count == 0 || Parts.Contains(part);
}
