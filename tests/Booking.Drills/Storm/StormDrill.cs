using System.Globalization;
using Booking.Service.Payments;
using Booking.Service.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Payments.Sandbox;

namespace Booking.Drills.Storm;

/// <summary>The drill of <c>ops/storm</c>.</summary>
static class StormDrill
{
    const int AtOnce = 30;

    public static async Task<int> Run(string[] args)
    {
        if (Options.Read("storm", args, Options.Seed, ("bookings", 300, 1, 1_000)) is not { } options)
            return 2;

        var (seed, bookings) = (options["seed"], options["bookings"]);
        Console.WriteLine($"Seed {seed}, {bookings} bookings");
        var began = TimeProvider.System.GetTimestamp();
        await using var sandbox = await Sandbox.Start();
        await using var database = await ServiceFixture.NewDatabase();
        await using var forwarder = new Forwarder();
        (string, string?)[] settings =
        [
            ("Booking:PublicAddress", forwarder.Address.AbsoluteUri), ("Payments:Stripe:BaseAddress", sandbox.Stripe.AbsoluteUri),
            ("Payments:Razorpay:BaseAddress", sandbox.Razorpay.AbsoluteUri), ("Payments:PayTabs:BaseAddress", sandbox.PayTabs.AbsoluteUri),
            ("Payments:PayTabs:QueriesPerMinute", "1000"), // Counted by real time, while here days pass in seconds.
        ];
        DrillPeople people;
        await using (var maker = ServiceFixture.StartOn(database.ConnectionString, Environments.Development))
            people = DrillPeople.Of(maker.Services, bookings * 2);
        await using var nodes = new Nodes(forwarder, database.ConnectionString, settings);
        await nodes.Start();
        using var ground = new DrillGround(forwarder.Address, people, sandbox.Controls, database.DataSource);
        var storm = new MoneyStorm(ground, StormPlan.Of(seed, bookings), what => Console.WriteLine($"{Elapsed(began)} {what}"));
        await Rage(storm, nodes, seed);

        Console.WriteLine($"{Elapsed(began)} Calm; five days pass");
        await using (var third = ServiceFixture.StartOn(database.ConnectionString, Environments.Development, settings))
            await storm.Abate(() => third.Services.GetRequiredService<Reconciler>().Run(CancellationToken.None));
        var audit = new StormAudit(ground, storm);
        await audit.Run();
        Print(audit);
        Console.WriteLine($"""
            {nodes.Kills} kills, {sandbox.Controls.Journal.Count(entry => entry.Fault is not null)} of the last {sandbox.Controls.Journal.Count} provider requests met a fault,
            {sandbox.Controls.Deliveries.Count} webhooks in {sandbox.Controls.Deliveries.Sum(d => d.Attempts.Count)} deliveries, {ground.Repeats} repeats of clients; {Elapsed(began)}; seed {seed}
            """);
        return audit.Wrong.Count == 0 ? 0 : 1;
    }

    static async Task Rage(MoneyStorm storm, Nodes nodes, int seed)
    {
        await storm.Gather();
        using var stop = new CancellationTokenSource();
        var killing = nodes.Kill(new Random(seed + 1), stop.Token);
        await storm.Rage(AtOnce);
        await stop.CancelAsync();
        await killing;
    }

    static void Print(StormAudit audit)
    {
        Console.WriteLine("| story | visits | confirmed | ended | captures | refunds | people told | not done |");
        Console.WriteLine("| --- | --: | --: | --: | --: | --: | --: | --: |");
        foreach (var (story, line) in audit.Lines.OrderBy(l => l.Key))
            Console.WriteLine($"| {story} | {line.Visits} | {line.Confirmed} | {line.Ended} | {line.Captures} | {line.Refunds} | {line.Told} | {line.NotDone} |");
        Console.WriteLine(audit.Wrong.Count == 0 ? "All money is where it belongs." : $"{audit.Wrong.Count} things are wrong:");
        audit.Wrong.ForEach(wrong => Console.WriteLine($"* {wrong}"));
    }

    static string Elapsed(long began) => TimeProvider.System.GetElapsedTime(began).ToString(@"m\:ss", CultureInfo.InvariantCulture);
}
