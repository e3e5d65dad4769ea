using System.Globalization;

namespace Booking.Drills.Load;

/// <summary>What a load is asked for; what is null has the default of the part that runs.</summary>
/// <param name="Rate">Steps a second that users take, holds a second at which a ramp begins, or requests a second of one address.</param>
/// <param name="Users">1 to 5,000.</param>
/// <param name="Minutes">0.1 to 240.</param>
/// <param name="Pictures">The folder for pictures.</param>
/// <param name="At">The one address that <c>read</c> asks.</param>
sealed record LoadOptions(string Part, int Seed, double? Rate, int? Users, double? Minutes, string Pictures, Uri? At)
{
    public const string Usage = """
        ops/load [mix|ramp|herd|rebuild|soak|all] [--seed N] [--rate PER_SECOND] [--users 1 to 5000] [--minutes 0.1 to 240] [--pictures FOLDER]
        ops/load read --at URL [--rate PER_SECOND] [--minutes M]
        """;

    static readonly string[] Parts = ["mix", "ramp", "herd", "rebuild", "soak", "all", "read"];

    /// <returns>Null when it is not understood.</returns>
    public static LoadOptions? Read(string[] args)
    {
        var named = args.Length > 0 && !args[0].StartsWith('-');
        var options = new LoadOptions(named ? args[0] : "all", Random.Shared.Next(1_000_000), Rate: null, Users: null, Minutes: null, ".data/load", At: null);
        for (var at = named ? 1 : 0; at < args.Length; at += 2)
        {
            if (at + 1 >= args.Length || options.With(args[at], args[at + 1]) is not { } next)
                return null;
            options = next;
        }

        return Parts.Contains(options.Part, StringComparer.Ordinal) && (options.Part == "read") == (options.At is not null) ? options : null;
    }

    LoadOptions? With(string name, string value) => (name, Number(value)) switch
    {
        ("--seed", >= 0 and <= int.MaxValue and var seed) => this with { Seed = (int)seed },
        ("--rate", >= 0.1 and <= 100_000 and var rate) => this with { Rate = rate },
        ("--users", >= 1 and <= 5_000 and var users) => this with { Users = (int)users },
        ("--minutes", >= 0.1 and <= 240 and var minutes) => this with { Minutes = minutes },
        ("--pictures", _) => this with { Pictures = value },
        ("--at", _) when Uri.TryCreate(value, UriKind.Absolute, out var address) && address.IsLoopback => this with { At = address },
        _ => null,
    };

    static double? Number(string value) => double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;
}
