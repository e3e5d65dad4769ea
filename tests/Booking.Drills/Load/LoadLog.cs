using System.Collections.Concurrent;
using System.Globalization;
using Booking.Contracts;

namespace Booking.Drills.Load;

/// <summary>How long the steps of a load took, each counted from the instant at which it was meant to be sent, and what went wrong.</summary>
sealed class LoadLog
{
    const int MostExamples = 10;

    readonly Lock gate = new();
    readonly SortedDictionary<string, Step> steps = new(StringComparer.Ordinal);
    readonly List<Histogram> seconds = [];
    readonly Histogram own = new();
    readonly ConcurrentQueue<string> examples = [];
    readonly long began = TimeProvider.System.GetTimestamp();
    int errors;

    sealed class Step
    {
        public Histogram Took { get; } = new();
        public SortedDictionary<string, int> Refused { get; } = new(StringComparer.Ordinal);
    }

    /// <summary>Answers that were none: lost connections, statuses and bodies that should not be.</summary>
    public int Errors => errors;

    public IEnumerable<string> Examples => examples;

    /// <summary>Since the beginning.</summary>
    public TimeSpan Elapsed => TimeProvider.System.GetElapsedTime(began);

    /// <summary>p50 and p99 in milliseconds and the number of answers of each second, by the second of the answer.</summary>
    public IReadOnlyList<(double P50, double P99, long Count)> Seconds
    {
        get
        {
            lock (gate)
                return [.. seconds.Select(second => (second.Milliseconds(0.5), second.Milliseconds(0.99), second.Count))];
        }
    }

    /// <summary>How many steps were refused with this code.</summary>
    public int Refused(string code)
    {
        lock (gate)
            return steps.Values.Sum(step => step.Refused.GetValueOrDefault(code));
    }

    /// <summary>All steps together.</summary>
    public Histogram All()
    {
        var all = new Histogram();
        lock (gate)
            foreach (var step in steps.Values)
                all.Add(step.Took);
        return all;
    }

    /// <param name="due">When it was meant to be sent, counted from the beginning.</param>
    /// <param name="refusal">The code of a refusal that such a load has to expect; else null.</param>
    public void Add(string step, TimeSpan due, string? refusal = null)
    {
        var at = Elapsed;
        lock (gate)
        {
            if (!steps.TryGetValue(step, out var line))
                steps.Add(step, line = new());
            line.Took.Add(at - due);
            if (refusal is not null)
                line.Refused[refusal] = line.Refused.GetValueOrDefault(refusal) + 1;
            while (seconds.Count <= at.TotalSeconds)
                seconds.Add(new());
            seconds[(int)at.TotalSeconds].Add(at - due);
        }
    }

    /// <summary>How late this process itself was, with nothing in its way but its own timers and the cores that it shares.</summary>
    public void Late(TimeSpan by)
    {
        lock (gate)
            own.Add(by);
    }

    public void Wrong(string what)
    {
        if (Interlocked.Increment(ref errors) <= MostExamples)
            examples.Enqueue(what);
    }

    public void Wrong<T>(string step, Answer<T> answer) => Wrong($"{step}: {(int)answer.Status} {answer.Problem?.Code} {answer.Problem?.Detail}");

    public void Print()
    {
        Console.WriteLine("| step | answers | p50 ms | p90 ms | p99 ms | p99.9 ms | most ms | refused |");
        Console.WriteLine("| --- | --: | --: | --: | --: | --: | --: | --- |");
        lock (gate)
            foreach (var (name, step) in steps)
                Console.WriteLine($"| {name} | {Text(step.Took)} | {string.Join(", ", step.Refused.Select(r => $"{r.Value} {r.Key}"))} |");
        Console.WriteLine($"| all | {Text(All())} | |");
        if (own.Count > 0)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The client's own part of these: p50 {own.Milliseconds(0.5):0.0} ms, p99 {own.Milliseconds(0.99):0.0} ms."));
    }

    static string Text(Histogram took) => string.Create(
        CultureInfo.InvariantCulture,
        $"{took.Count} | {took.Milliseconds(0.5):0.0} | {took.Milliseconds(0.9):0.0} | {took.Milliseconds(0.99):0.0} | {took.Milliseconds(0.999):0.0} | {took.Max.TotalMilliseconds:0}");
}
