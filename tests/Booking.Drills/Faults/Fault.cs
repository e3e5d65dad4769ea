namespace Booking.Drills.Faults;

/// <summary>One way in which the world fails.</summary>
/// <param name="Name">On the command line and in the table.</param>
/// <param name="Pass">
/// What must hold beside what holds for all: <c>verify</c> is clean, every accepted visit is there and as it was said to be or further, the
/// outbox is empty, no answer was 500 and each 503 and 429 said when to come again, and no log line tells of a bug.
/// </param>
/// <param name="Act">Makes it happen while the load goes on, and undoes it; what was done, in words, and how often.</param>
sealed record Fault(string Name, string Pass, Func<FaultRun, Task<string>> Act, SiteSetup? Setup = null)
{
    public static readonly IReadOnlyList<Fault> All =
        [.. ProcessFaults.All, .. DatabaseFaults.All, .. WireFaults.All, .. DiskFaults.All, .. PressureFaults.All, .. ProviderFaults.All, .. DataFaults.All, .. ClockFaults.All];
}

/// <summary>A fault under way.</summary>
sealed class FaultRun(Site site, Load load, Random random)
{
    public Site Site => site;
    public Load Load => load;
    public Random Random => random;

    /// <summary>What was not as it should be, a sentence each.</summary>
    public List<string> Wrong { get; } = [];

    /// <summary>Dead letters that belong to the fault.</summary>
    public int PlannedDead { get; set; }

    /// <summary>Whether a 500 is the right answer to what the fault itself asks.</summary>
    public bool Allows500 { get; set; }

    /// <summary>Beside the fault, in words, for the table.</summary>
    public string Note { get; set; } = "";

    public void Check(bool holds, string otherwise)
    {
        if (!holds)
            Wrong.Add(otherwise);
    }

    public Task Wait(double seconds) => Task.Delay(TimeSpan.FromSeconds(seconds));

    /// <summary>Does something again and again for so long.</summary>
    /// <returns>How often.</returns>
    public async Task<int> Repeat(double seconds, double pause, Func<Task> act)
    {
        var (until, times) = (site.Tally.Now + TimeSpan.FromSeconds(seconds), 0);
        for (; site.Tally.Now < until; await Wait(pause))
        {
            await act();
            times++;
        }

        return times;
    }

    /// <summary>Of a node that runs; says so where it does not last for so many seconds.</summary>
    public async Task Becomes(int index, string which, int status, double within)
    {
        for (var began = site.Tally.Now; await site.Health(site.Nodes[index], which) != status; await Wait(0.2))
            if (site.Tally.Now - began > TimeSpan.FromSeconds(within))
            {
                Wrong.Add($"/health/{which} was not {status} within {within} s");
                return;
            }
    }
}
