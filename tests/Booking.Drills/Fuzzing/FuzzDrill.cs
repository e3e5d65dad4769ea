using Booking.Service.Ops;
using Booking.Service.Tests.Hostile;
using Microsoft.Extensions.DependencyInjection;

namespace Booking.Drills.Fuzzing;

/// <summary>The drill of <c>ops/fuzz</c>: what the test of the same name samples, for as long as it is told.</summary>
static class FuzzDrill
{
    const int MostShown = 50;

    // One in so many of the requests that make the service hash a password, which takes it a tenth of a second.
    const int RarelyHashes = 20;

    static readonly TimeSpan Report = TimeSpan.FromSeconds(15);

    public static async Task<int> Run(string[] args)
    {
        if (Options.Read("fuzz", args, Options.Seed, ("minutes", 5, 1, 600)) is not { } options)
            return 2;

        var (seed, minutes) = (options["seed"], options["minutes"]);
        Console.WriteLine($"Seed {seed}, {minutes} minutes");
        await using var service = new HostileFixture();
        await service.InitializeAsync();
        service.Walk.Refused.ForEach(Console.WriteLine);
        var attack = new Fuzz(service);
        await Attack(service, attack, new Random(seed), TimeSpan.FromMinutes(minutes));
        var broken = (await service.Services.GetRequiredService<Verify>().Run(CancellationToken.None)).Invariants.Where(invariant => invariant.Violations > 0).ToList();
        Console.WriteLine($"Described and not met: {string.Join(", ", attack.NotMet())}");
        attack.Faults.Take(MostShown).ToList().ForEach(Console.WriteLine);
        broken.ForEach(invariant => Console.WriteLine($"{invariant.Name}: {string.Join("; ", invariant.Examples)}"));
        Console.WriteLine($"{attack.Sent} requests, {attack.Faults.Count} faults, {broken.Count} invariants broken; {string.Join(", ", attack.Statuses.Select(status => $"{status.Key}: {status.Value}"))}; seed {seed}");
        return attack.Faults.Count + broken.Count + service.Walk.Refused.Count == 0 ? 0 : 1;
    }

    static async Task Attack(HostileFixture service, Fuzz attack, Random random, TimeSpan length)
    {
        var cases = attack.Cases();
        var (began, reported, memory) = (TimeProvider.System.GetTimestamp(), TimeProvider.System.GetTimestamp(), Environment.WorkingSet);
        while (TimeProvider.System.GetElapsedTime(began) < length)
        {
            var at = random.Next(cases.Count);
            if (service.Walk.Sent[at].Path.StartsWith("/api/accounts", StringComparison.Ordinal) && random.Next(RarelyHashes) > 0)
                continue;
            await attack.Send(cases[at][random.Next(cases[at].Count)]());
            if (TimeProvider.System.GetElapsedTime(reported) < Report)
                continue;
            reported = TimeProvider.System.GetTimestamp();
            Console.WriteLine($"{TimeProvider.System.GetElapsedTime(began):mm\\:ss} {attack.Sent} sent, {attack.Faults.Count} faults, {(Environment.WorkingSet - memory) / 1_048_576} MB more than at the start");
        }
    }
}
