namespace Booking.Drills.Faults;

/// <summary>Nodes that die, stand still or have little to live on.</summary>
static class ProcessFaults
{
    const int Kills = 20, OfTwoHundredMegabytes = 200 << 20;

    /// <summary>Longer than a lease of the outbox, which is 30 s.</summary>
    const double Stopped = 36;

    static readonly TimeSpan ReadyIn = TimeSpan.FromSeconds(5);

    public static readonly IReadOnlyList<Fault> All =
    [
        new("service-killed", "20 kills; a node is ready 5 s after its start (where the machine does nothing else); messages of the dead are delivered", Killed, new(Nodes: 2)),
        new("node-paused", "its messages go on elsewhere after 30 s; woken, it does nothing twice: one page, one capture and one refund a payment", Paused, new(Nodes: 2)),
        new("memory-limited", "a heap of at most 200 MB serves the load", Limited, new(Settings: [("DOTNET_GCHeapHardLimit", $"0x{OfTwoHundredMegabytes:X}")])),
        new("cpu-starved", "slower, no error, /health/live stays 200", Starved),
    ];

    static async Task<string> Killed(FaultRun run)
    {
        await Task.WhenAll(run.Site.Nodes.Select((node, number) => KillAgain(run, node, new Random(run.Random.Next() + number))));
        // On a machine that does something else this says more about the machine.
        var load = await FaultsDrill.LoadOfMachine();
        run.Check(run.Site.SlowestReady < ReadyIn || load > 2 * Environment.ProcessorCount, $"a node took {Tally.Seconds(run.Site.SlowestReady)} s to be ready");
        return $"{Kills} times kill -9 of either of two nodes, at times of both";
    }

    /// <summary>One of the two, and then what was started in its place.</summary>
    static async Task KillAgain(FaultRun run, Service.Tests.ServiceProcess node, Random random)
    {
        for (var kill = 0; kill < Kills / 2; kill++)
        {
            await run.Wait(0.05 + (random.NextDouble() * 0.45));
            await run.Site.Kill(node);
            node = await run.Site.Start();
            run.Site.Tally.Over();
        }
    }

    static async Task<string> Paused(FaultRun run)
    {
        // A provider that takes two seconds, so that the node is stopped with calls and messages in its hands.
        run.Site.Sandbox.Controls.Fault(Contracts.PaymentProvider.Stripe, global::Payments.Sandbox.SandboxOperation.Any, global::Payments.Sandbox.FaultKind.Delay, times: 30, wait: TimeSpan.FromSeconds(2));
        await run.Wait(2);
        var node = run.Site.Nodes[0];
        (run.Load.Probes, var held) = (false, await Leases(run));
        await Shell.Signal("STOP", node.Id);
        run.Site.Forwarder.Remove(node.Address);
        await run.Wait(Stopped);
        await Shell.Signal("CONT", node.Id);
        run.Site.Forwarder.Add(node.Address);
        run.Site.Tally.Over();
        await run.Wait(5);
        run.Load.Probes = true;
        var twice = await run.Site.Ground.Query("select stream_id::text from mt_events where type = 'checkout_opened' group by stream_id having count(*) > 1", row => row.GetString(0));
        run.Check(twice.Count == 0, $"{twice.Count} payments have two pages");
        return $"SIGSTOP of one of two nodes for {Stopped} s, {held} messages in work";
    }

    static async Task<long> Leases(FaultRun run) => (await run.Site.Ground.Query("select count(*) from outbox where lease is not null", row => row.GetInt64(0)))[0];

    static async Task<string> Limited(FaultRun run)
    {
        await run.Wait(25);
        run.Site.Tally.Over();
        run.Check(!run.Site.Nodes[0].HasEnded, "the node has ended");
        run.Note = $"{Site.Memory(run.Site.Nodes[0])} MB resident";
        return "25 s of load";
    }

    static async Task<string> Starved(FaultRun run)
    {
        // Eight that want a core each; a little less eager than others, because the machine is not theirs alone.
        var loops = Enumerable.Range(0, 8).Select(_ => Shell.Try("timeout", "15", "nice", "-n", "4", "sh", "-c", "while :; do :; done")).ToList();
        await Task.WhenAll(loops);
        run.Site.Tally.Over();
        return "8 busy loops for 15 s";
    }
}
