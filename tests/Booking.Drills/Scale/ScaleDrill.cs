using System.Diagnostics;
using System.Globalization;
using Booking.EventStore;
using Booking.Service.Tests;
using Booking.Testing;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Payments.Sandbox;

namespace Booking.Drills.Scale;

/// <summary>The drill of <c>ops/scale</c>.</summary>
static class ScaleDrill
{
    const int Doctors = 20, Clients = 8, Warm = 100;
    static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    public static async Task<int> Run(string[] args)
    {
        if (Options.Read("scale", args, ("bookings", 2_000, 100, 20_000)) is not { } options)
            return 2;

        var bookings = options["bookings"];
        await using var cluster = await PrivateCluster.Start("--database", "booking");
        await using var sandbox = await Sandbox.Start();
        DrillPeople people;
        await using (var maker = ServiceFixture.StartOn(cluster.ConnectionString, Environments.Development))
            people = DrillPeople.Of(maker.Services, bookings + (2 * Warm));
        await using var database = NpgsqlDataSource.Create(cluster.ConnectionString);
        await using var node = await ServiceProcess.Start(cluster.ConnectionString);
        using var ground = new DrillGround(node.Address, people, sandbox.Controls, database);
        var visits = new Visits(ground);
        await visits.OpenDoctors(Doctors);
        await Book(visits, Warm);
        await Rest(ground);
        _ = await cluster.Ask("checkpoint");
        _ = await cluster.Ask("vacuum");

        var (before, began, cpu) = (await Costs.Of(ground, cluster), Stopwatch.GetTimestamp(), node.ProcessorTime);
        await Book(visits, bookings);
        var took = Stopwatch.GetElapsedTime(began);
        await Rest(ground);
        var (after, service) = (await Costs.Of(ground, cluster), node.ProcessorTime - cpu);
        Print(before, after, service, took, bookings);
        return 0;
    }

    static async Task Book(Visits visits, int count)
    {
        var left = count;
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(seed => Task.Run(async () =>
        {
            var random = new Random(seed);
            while (Interlocked.Decrement(ref left) >= 0)
                await visits.Book(random);
        })));
    }

    /// <summary>Nothing is due any more, and the server has written down what it counted.</summary>
    static async Task Rest(DrillGround ground)
    {
        const string Due = "select count(*) from outbox where sent_at is null and dead_at is null and deliver_at <= clock_timestamp()";
        while ((await ground.Query(Due, row => row.GetInt64(0)))[0] > 0)
            await Task.Delay(Look);
        await Task.Delay(TimeSpan.FromSeconds(2));
    }

    static void Print(Costs before, Costs after, TimeSpan service, TimeSpan took, int bookings)
    {
        string Each(double value, string format = "0.##") => (value / bookings).ToString(format, CultureInfo.InvariantCulture);
        Console.WriteLine($"{bookings} bookings in {took.TotalSeconds:0} s: each browsed, held, requested, paid at the desk; figures a booking");
        Console.WriteLine($"processor: service {Each(service.TotalMilliseconds)} ms, PostgreSQL {Each((after.Processor - before.Processor).TotalMilliseconds)} ms");
        Console.WriteLine($"log: {Each(after.WalBytes - before.WalBytes, "0")} bytes, {Each(after.WalRecords - before.WalRecords)} records, {Each(after.WalPages - before.WalPages)} whole pages");
        Console.WriteLine($"transactions: {Each(after.Transactions - before.Transactions)}");
        Console.WriteLine("| table | rows | bytes, with indexes |");
        Console.WriteLine("| --- | --: | --: |");
        foreach (var (table, rows, bytes) in after.Since(before).Where(t => t.Rows > 0 || t.Bytes > 0).OrderByDescending(t => t.Bytes))
            Console.WriteLine($"| {table} | {Each(rows)} | {Each(bytes, "0")} |");
        Console.WriteLine($"| all | | {Each(after.Since(before).Sum(t => t.Bytes), "0")} |");
    }
}
