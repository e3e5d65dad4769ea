using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Booking.Service.Patients;

/// <summary>
/// Puts a letter and the accent that follows it together (Unicode's canonical composition of lower-case letters, from the Unicode
/// Character Database 14). The service runs without the machine's culture tables, and there <c>string.Normalize</c> does nothing.
/// </summary>
static class Accents
{
    static readonly FrozenDictionary<(char Letter, char Accent), char> Composed = Read().ToFrozenDictionary(line => line.Pair, line => line.Composed);

    /// <summary>Each composed letter's own letter: é is e, and ấ is â and then a.</summary>
    static readonly FrozenDictionary<char, char> Bare = Composed.GroupBy(pair => pair.Value).ToFrozenDictionary(pair => pair.Key, pair => pair.First().Key.Letter);

    /// <summary>Leaves the letters and takes what stands on and under them, so that somebody without the keys for it finds it too.</summary>
    /// <param name="text">Lower-case and composed.</param>
    public static string Strip(string text) => string.Create(text.Length, text, static (bare, text) =>
    {
        for (var i = 0; i < bare.Length; i++)
        {
            bare[i] = text[i];
            while (Bare.TryGetValue(bare[i], out var letter))
                bare[i] = letter;
        }
    });

    /// <param name="text">Lower-case.</param>
    public static string Compose(string text)
    {
        var composed = new StringBuilder(text.Length);
        foreach (var next in text)
            if (composed.Length > 0 && Composed.TryGetValue((composed[^1], next), out var one))
                composed[^1] = one;
            else
                composed.Append(next);
        return composed.ToString();
    }

    // A line an accent: its code, then each letter that takes it followed by what they make together.
    static IEnumerable<((char, char) Pair, char Composed)> Read()
    {
        using var lines = new StreamReader(typeof(Accents).Assembly.GetManifestResourceStream("Accents.txt")!, Encoding.UTF8);
        while (lines.ReadLine() is { } line)
        {
            var accent = (char)ushort.Parse(line.AsSpan(0, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            for (var at = 5; at + 1 < line.Length; at += 2)
                yield return ((line[at], accent), line[at + 1]);
        }
    }
}
