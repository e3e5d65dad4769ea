using System.Globalization;
using NodaTime;

namespace Booking.Drills.Recovery;

/// <summary>The ten things that a recovery has to show, each in a line when it has been tried.</summary>
sealed class Proofs
{
    readonly List<(int Number, bool Ok, string What)> lines = [];

    public bool Hold => lines.TrueForAll(line => line.Ok) && lines.Select(line => line.Number).Distinct().Count() == 10;

    public void Show(int number, bool ok, string what)
    {
        lines.Add((number, ok, what));
        Console.WriteLine($"{number.ToString(CultureInfo.InvariantCulture),2} {(ok ? "ok " : "NOT")} {what.ReplaceLineEndings("; ")}");
    }

    public static string Seconds(Duration time) => $"{time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)}s";
}
