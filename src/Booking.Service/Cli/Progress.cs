using System.Diagnostics;

namespace Booking.Service.Cli;

enum ProgressStyle
{
    /// <summary>Says nothing.</summary>
    None,

    /// <summary>A line now and then, for a log.</summary>
    Lines,

    /// <summary>One line that is written over.</summary>
    Bar,
}

/// <summary>How far a long command is, with its rate and the time that is left, on standard error.</summary>
/// <param name="what">What is counted: <c>events</c>.</param>
sealed class Progress(TextWriter error, string what, ProgressStyle style) : IDisposable
{
    const int Width = 30;
    static readonly TimeSpan BarStep = TimeSpan.FromMilliseconds(100), LineStep = TimeSpan.FromSeconds(5);

    readonly long _began = Stopwatch.GetTimestamp();
    long _shown = Stopwatch.GetTimestamp();
    int _length;

    /// <summary>Shows it unless it was shown a moment ago.</summary>
    /// <param name="total">What <paramref name="done"/> comes to in the end; 0 when nobody knows.</param>
    public void Report(long done, long total)
    {
        if (style is ProgressStyle.None || Stopwatch.GetElapsedTime(_shown) < (style is ProgressStyle.Bar ? BarStep : LineStep))
        {
            return;
        }

        _shown = Stopwatch.GetTimestamp();
        var words = Words(done, total, Stopwatch.GetElapsedTime(_began));
        if (style is ProgressStyle.Lines)
        {
            error.WriteLine(words);
            return;
        }

        var line = $"{Bar(done, total)}{words}";
        error.Write($"\r{line.PadRight(_length)}");
        _length = line.Length;
    }

    /// <summary>Wipes the bar, so that what is said next stands on a line of its own.</summary>
    public void Dispose()
    {
        if (_length > 0)
        {
            error.Write($"\r{new string(' ', _length)}\r");
            _length = 0;
        }
    }

    internal string Words(long done, long total, TimeSpan elapsed)
    {
        var rate = elapsed > TimeSpan.Zero ? done / elapsed.TotalSeconds : 0;
        var left = rate > 0 && total > done ? $", {TimeSpan.FromSeconds(Math.Min((total - done) / rate, 359_999)):h\\:mm\\:ss} left" : "";
        return total > 0 ? $"{done:N0} of {total:N0} {what}, {rate:N0}/s{left}" : $"{done:N0} {what}, {rate:N0}/s";
    }

    static string Bar(long done, long total)
    {
        if (total <= 0)
        {
            return "";
        }

        var full = (int)(Math.Clamp((double)done / total, 0, 1) * Width);
        return $"[{new string('#', full)}{new string('.', Width - full)}] ";
    }
}
