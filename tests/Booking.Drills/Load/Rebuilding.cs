using System.Globalization;
using System.Net;
using Booking.Contracts;

namespace Booking.Drills.Load;

/// <summary>Somebody who has one projection after the other made anew, over HTTP and by the command line in turn.</summary>
sealed class Rebuilding(LoadGround ground)
{
    static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    readonly SortedDictionary<string, Line> lines = new(StringComparer.Ordinal);

    sealed class Line
    {
        public int OverHttp { get; set; }
        public int ByCommand { get; set; }
        public long Events { get; set; }
        public long Rows { get; set; }
        public double Longest { get; set; }
    }

    /// <summary>What was not as it should be, a sentence each.</summary>
    public List<string> Wrong { get; } = [];

    /// <summary>Round after round until the load has ended; each projection's way is another in the next round.</summary>
    public async Task During(Task load)
    {
        string[] names = [.. (await ground.Drill.Ops().Projections()).Value.Items.Select(item => item.Name)];
        for (var turn = 0; !load.IsCompleted; turn++)
            await One(names[turn % names.Length], byCommand: (turn + (turn / names.Length)) % 2 == 1, load);
        Wrong.AddRange(names.Where(name => !lines.ContainsKey(name)).Select(name => $"{name} was not rebuilt before the load ended"));
    }

    public static async Task<Answer<RebuildAnswer>> OverHttp(BookingClient ops, string projection)
    {
        var answer = await ops.Rebuild(projection);
        while (answer.Body is { EndedAt: null, State: not "interrupted" })
        {
            await Task.Delay(Look);
            answer = await ops.RebuildStatus(projection);
        }

        return answer;
    }

    public void Print()
    {
        Console.WriteLine("\n| projection | over HTTP | by command | events | rows compared | longest s |\n| --- | --: | --: | --: | --: | --: |");
        foreach (var (name, line) in lines)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {line.OverHttp} | {line.ByCommand} | {line.Events} | {line.Rows} | {line.Longest:0.0} |"));
        Console.WriteLine($"| all | {lines.Values.Sum(l => l.OverHttp)} | {lines.Values.Sum(l => l.ByCommand)} | | | |\n");
    }

    async Task One(string name, bool byCommand, Task load)
    {
        var ops = ground.Drill.Ops();
        var began = TimeProvider.System.GetTimestamp();
        if (byCommand && await ground.Command("rebuild", name) is { Code: not 0 } refused)
            Wrong.Add($"booking rebuild {name}: {refused.Code} {string.Join(' ', refused.Error)}");
        var answer = byCommand ? await ops.RebuildStatus(name) : await OverHttp(ops, name);
        var took = TimeProvider.System.GetElapsedTime(began);
        if (answer is not { Status: HttpStatusCode.OK, Body: { State: "done", Parity: { Differing: 0, Missing: 0, Extra: 0 } parity } done })
        {
            Wrong.Add($"{name}: {(int)answer.Status} {answer.Problem?.Code} {answer.Body?.State} {answer.Body?.Error} {answer.Body?.Parity}");
            return;
        }

        // One that the load did not see to its end shows nothing.
        if (load.IsCompleted)
            return;
        if (!lines.TryGetValue(name, out var line))
            lines.Add(name, line = new());
        (line.OverHttp, line.ByCommand) = (line.OverHttp + (byCommand ? 0 : 1), line.ByCommand + (byCommand ? 1 : 0));
        (line.Events, line.Rows, line.Longest) = (done.Done, parity.Same, Math.Max(line.Longest, took.TotalSeconds));
    }
}
