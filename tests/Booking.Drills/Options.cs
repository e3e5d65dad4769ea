using System.Globalization;

namespace Booking.Drills;

/// <summary>Numbers that a drill takes: <c>--name 12</c>.</summary>
static class Options
{
    /// <summary><c>--seed</c>, by default another one each time.</summary>
    public static (string Name, int Default, int Least, int Most) Seed => ("seed", Random.Shared.Next(1_000_000), 0, int.MaxValue);

    /// <param name="known">Each with its default and its bounds.</param>
    /// <returns>Null, and what is understood is written, when something is not.</returns>
    public static Dictionary<string, int>? Read(string drill, string[] args, params (string Name, int Default, int Least, int Most)[] known)
    {
        var read = known.ToDictionary(option => option.Name, option => option.Default, StringComparer.Ordinal);
        for (var at = 0; at < args.Length; at += 2)
        {
            var option = Array.Find(known, option => args[at] == $"--{option.Name}");
            if (option.Name is null || at + 1 >= args.Length || !int.TryParse(args[at + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var value)
                || value < option.Least || value > option.Most)
            {
                Console.Error.WriteLine($"ops/{drill} {string.Join(' ', known.Select(o => $"[--{o.Name} {o.Least} to {o.Most}]"))}");
                return null;
            }

            read[option.Name] = value;
        }

        return read;
    }
}
