using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Booking.Bench.Measuring;
using Booking.Bench.Store;

namespace Booking.Bench.Http;

/// <summary>From the start of the process to its first "ready" on a migrated database, and what it occupies while nobody asks anything.</summary>
static class StartFigures
{
    const int Runs = 5;
    static readonly TimeSpan Idle = TimeSpan.FromSeconds(10);

    public static async Task Start(Report report)
    {
        var database = await Databases.Create("bench_start");
        var key = $"bench:{Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}";
        // The first one migrates and seeds the demo clinic.
        await (await Server.StartService(database, ("Booking__MasterKeys", key))).DisposeAsync();
        await Measure("Production", database, key, report);
        await Measure("Development", database, key, report);
    }

    static async Task Measure(string environment, string database, string key, Report report)
    {
        List<double> seconds = [], processor = [], megabytes = [];
        for (var run = 0; run < Runs; run++)
        {
            var began = Stopwatch.GetTimestamp();
            await using var service = await Server.StartService(database, ("ASPNETCORE_ENVIRONMENT", environment), ("Booking__MasterKeys", key));
            seconds.Add(Stopwatch.GetElapsedTime(began).TotalSeconds);
            processor.Add(service.ProcessorSeconds());
            await Task.Delay(Idle);
            megabytes.Add(service.Memory() / 1024.0 / 1024);
        }

        report.Add($"start to ready in {environment}", 0, Text(seconds, "s"), "< 2 s", Median(seconds) < 2);
        report.Add($"memory of the idle service in {environment}", 0, Text(megabytes, "MB"), "< 200 MB", megabytes.Max() < 200);
        report.Remark($"{environment}: median and range of {Runs} starts, memory {Idle.TotalSeconds:0} s after; {Text(processor, "s")} of processor time until ready; the machine's load was {Load()}.");
    }

    static string Load() => File.ReadAllText("/proc/loadavg").Trim();

    static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    static string Text(List<double> values, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{Median(values):0.00} ({values.Min():0.00} to {values.Max():0.00}) {unit}");
}
