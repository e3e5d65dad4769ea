using Booking.Service.Ops;
using Booking.Service.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Payments.Sandbox;

namespace Booking.Drills.Rolling;

/// <summary>The drill of <c>ops/rolling</c>.</summary>
static class RollingDrill
{
    const int Nodes = 3, Doctors = 6, MostVisitsAClient = 2_000;
    static readonly TimeSpan MostDrain = TimeSpan.FromSeconds(30), Calm = TimeSpan.FromSeconds(2);

    public static async Task<int> Run(string[] args)
    {
        if (Options.Read("rolling", args, ("rounds", 2, 1, 20), ("clients", 12, 1, 100)) is not { } options)
            return 2;

        await using var sandbox = await Sandbox.Start();
        await using var database = await ServiceFixture.NewDatabase();
        await using var forwarder = new Forwarder();
        await using var maker = ServiceFixture.StartOn(database.ConnectionString, Environments.Development);
        var people = DrillPeople.Of(maker.Services, options["clients"] * MostVisitsAClient);
        await using var nodes = new RestartedNodes(forwarder, Nodes, database.ConnectionString);
        await nodes.Start();
        using var ground = new DrillGround(forwarder.Address, people, sandbox.Controls, database.DataSource);
        var visits = new Visits(ground);
        await visits.OpenDoctors(Doctors);

        using var stop = new CancellationTokenSource();
        var work = Task.WhenAll(Enumerable.Range(0, options["clients"]).Select(seed => Task.Run(() => Work(visits, new Random(seed), stop.Token))));
        await Task.Delay(Calm);
        for (var round = 0; round < options["rounds"]; round++)
            for (var at = 0; at < Nodes; at++)
                await nodes.Restart(at);
        await Task.Delay(Calm);
        await stop.CancelAsync();
        await work;
        return Report(nodes, ground, visits, await visits.Missing(), (await maker.Services.GetRequiredService<Verify>().Run(CancellationToken.None)).Invariants.Sum(i => i.Violations));
    }

    static async Task Work(Visits visits, Random random, CancellationToken stop)
    {
        for (var visit = 0; visit < MostVisitsAClient && !stop.IsCancellationRequested; visit++)
            await visits.Book(random);
    }

    static int Report(RestartedNodes nodes, DrillGround ground, Visits visits, int missing, long violations)
    {
        Console.WriteLine("| node | not ready after | stopped after | exit code | ready again after |");
        Console.WriteLine("| --: | --: | --: | --: | --: |");
        foreach (var restart in nodes.Restarts)
            Console.WriteLine($"| {restart.Node} | {restart.NotReady.TotalSeconds:0.0} s | {restart.Stopped.TotalSeconds:0.0} s | {restart.ExitCode} | {restart.ReadyAgain.TotalSeconds:0.0} s |");
        Console.WriteLine($"{visits.Accepted.Count} visits booked and paid, {missing} of them missing; {ground.Repeats} requests had to be sent again; verify finds {violations} violations");
        var ok = ground.Repeats == 0 && missing == 0 && violations == 0 && nodes.Restarts.TrueForAll(r => r is { ExitCode: 0 } && r.Stopped <= MostDrain);
        Console.WriteLine(ok ? "No request failed." : "Something failed.");
        return ok ? 0 : 1;
    }
}
