using System.Globalization;
using System.Runtime.InteropServices;

namespace Booking.Bench.Measuring;

/// <summary>Collects the lines and prints them as Markdown; progress goes to standard error.</summary>
sealed class Report(Settings settings)
{
    readonly List<string> _lines = [];
    readonly List<string> _remarks = [];

    public bool MissedATarget { get; private set; }

    public void Add(Cell cell)
    {
        var (ours, limit) = (cell.Ours, cell.Limit);
        Line(
            cell.Figure, $"{cell.Workers}", Text(ours), limit is null ? "| | " : Text(limit),
            cell.Ratio is { } ratio ? Invariant($"{ratio:0.00}") : "",
            cell.Ratios.Length > 1 ? Invariant($"{cell.Ratios.Min():0.00}-{cell.Ratios.Max():0.00}") : "",
            cell.Target is { } target ? Invariant($"{target:0.00}") : "", cell.Met);
        _remarks.Add(Invariant($"{cell.Figure}, {cell.Workers}: {ours.Allocated / 1024:0.0} KiB allocated an operation in the bench's process")
            + (limit is null ? "." : Invariant($", {limit.Allocated / 1024:0.0} KiB by the other side.")));
    }

    /// <summary>A figure that is no rate.</summary>
    public void Add(string figure, int workers, string value, string target, bool? met) => Line(figure, $"{workers}", $"{value} | | ", "| | ", "", "", target, met);

    public void Remark(string remark) => _remarks.Add(remark);

    public void Print(string server, string date)
    {
        Console.WriteLine(Invariant($"""
            {date}; {Environment.ProcessorCount} cores ({Processor()}), {RuntimeInformation.OSDescription}, .NET {Environment.Version}, PostgreSQL {server}.
            {settings.Pairs} pairs of {settings.Slice.TotalSeconds:0.#} s slices a cell; the client and the database share the cores.

            | figure | clients | ours /s | p50 ms | p99 ms | limit /s | p50 ms | p99 ms | ratio | range | target | met |
            | --- | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: | --- |
            """));
        _lines.ForEach(Console.WriteLine);
        Console.WriteLine();
        _remarks.ForEach(remark => Console.WriteLine($"* {remark}"));
    }

    void Line(string figure, string workers, string ours, string limit, string ratio, string range, string target, bool? met)
    {
        MissedATarget |= met == false;
        var line = $"| {figure} | {workers} | {ours} | {limit} | {ratio} | {range} | {target} | {met switch { true => "yes", false => "**no**", null => "" }} |";
        _lines.Add(line);
        Console.Error.WriteLine(line);
    }

    static string Text(Side side) => Invariant($"{side.Rate:0} | {side.P50:0.00} | {side.P99:0.00}");

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    static string Processor()
    {
        const string Cpu = "/proc/cpuinfo";
        var line = File.Exists(Cpu) ? File.ReadLines(Cpu).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?.Split(':', 2)[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
