using System.Diagnostics;
using System.Globalization;
using Booking.Bench.Measuring;
using Booking.Bench.Store;
using Booking.EventStore;
using NodaTime;
using Npgsql;
using Payments.Sandbox;

namespace Booking.Bench.Http;

/// <summary>How fast what a provider sends is taken in, and how long it is until the visit stands. The provider is a sandbox in this process.</summary>
static class NotificationFigures
{
    const int OpenPages = 50, PerSecond = 20, Seconds = 20, Trials = 40;

    static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5), Patience = TimeSpan.FromSeconds(30);

    /// <summary>As fast as they are taken, with the worker reading the provider for each meanwhile.</summary>
    public static async Task Accepted(Settings settings, Report report)
    {
        var database = await Databases.Create("bench_notifications");
        await using var sandbox = await Sandbox.Start();
        await using var service = await Server.StartService(database, ("Payments__Stripe__BaseAddress", sandbox.Stripe.AbsoluteUri));
        await using var dataSource = Databases.Open(database);
        var payers = await Payers.Open(service.Address, sandbox, OpenPages, await Now());
        var events = payers.Events(settings.Notifications);
        var raw = await RawNotifications.Open(dataSource, events[0].Length);
        var (live, next) = (Line.Get("/health/live"), -1);
        foreach (var clients in (int[])[8, 32])
        {
            var lines = await Line.Connect(service.Endpoint, clients);
            ValueTask Notify(int worker) => lines[worker].Ask(events[Interlocked.Increment(ref next)], expected: 200);
            report.Add(await Cell.Compare(
                settings, "`POST /webhooks/stripe/…` : `GET /health/live`", clients, target: null, Notify, worker => lines[worker].Ask(live, expected: 200)));
            report.Add(await Cell.Compare(settings, "`POST /webhooks/stripe/…` : raw", clients, target: null, Notify, _ => raw.Keep()));
            Array.ForEach(lines, line => line.Dispose());
        }

        var left = await Databases.Scalar<long>(dataSource, "select count(*) from outbox where sent_at is null");
        report.Remark($"{next + 1} notifications were taken in; the worker had {left} of them still before it.");
    }

    /// <summary>At a moderate rate that does not wait for answers: each paid visit, from its notification to <c>confirmed</c>.</summary>
    public static async Task Confirmed(Settings settings, Report report)
    {
        var database = await Databases.Create("bench_confirmed");
        await using var sandbox = await Sandbox.Start();
        await using var service = await Server.StartService(database, ("Payments__Stripe__BaseAddress", sandbox.Stripe.AbsoluteUri));
        await using var dataSource = Databases.Open(database);
        var payers = await Payers.Open(service.Address, sandbox, Trials + (PerSecond * Seconds), await Now());
        var said = payers.Pay();
        var lines = await Line.Connect(service.Endpoint, PerSecond);
        var sent = new Dictionary<Guid, long>();
        for (var at = 0; at < Trials; at++)
        {
            await lines[at % PerSecond].Ask(said[at], expected: 200);
        }

        var began = Stopwatch.GetTimestamp();
        for (var at = Trials; at < said.Count; at++)
        {
            sent.Add(payers.Visits[at].Id, began + ((at - Trials) * Stopwatch.Frequency / PerSecond));
        }

        var seen = Watch(dataSource, sent);
        var answered = await Task.WhenAll(sent.Select((visit, n) => Send(lines[n % PerSecond], said[Trials + n], visit.Value)));
        var confirmed = await seen;
        Add(report, "answer to a notification at 20/s", answered, 50);
        Add(report, "notification to `confirmed` at 20/s", confirmed, 1_000);
        Array.ForEach(lines, line => line.Dispose());
    }

    /// <summary>At its time, however busy the service is; the milliseconds from then until it was answered.</summary>
    static async Task<double> Send(Line line, byte[] notification, long when)
    {
        if (Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), when) is { Ticks: > 0 } wait)
        {
            await Task.Delay(wait);
        }

        var began = Stopwatch.GetTimestamp();
        await line.Ask(notification, expected: 200);
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    /// <summary>The milliseconds from each notification until its visit is seen to be confirmed.</summary>
    /// <exception cref="InvalidOperationException">One was confirmed before it was notified of, or none of those left were in time.</exception>
    static async Task<double[]> Watch(NpgsqlDataSource dataSource, Dictionary<Guid, long> sent)
    {
        var left = new Dictionary<Guid, long>(sent);
        List<double> times = [];
        using var timer = new PeriodicTimer(Look);
        for (var last = sent.Values.Max(); left.Count > 0; await timer.WaitForNextTickAsync())
        {
            await using var command = dataSource.CreateCommand("select id from appointments where status = 'confirmed' and id = any($1)").With(Pg.Uuids([.. left.Keys]));
            await using var row = await command.ExecuteReaderAsync();
            var now = Stopwatch.GetTimestamp();
            while (await row.ReadAsync())
            {
                left.Remove(row.GetGuid(0), out var since);
                times.Add(Stopwatch.GetElapsedTime(since, now).TotalMilliseconds);
            }

            if (times.Exists(t => t < 0) || Stopwatch.GetElapsedTime(last) > Patience)
            {
                throw new InvalidOperationException($"{left.Count} visits were not confirmed, or one was before its notification.");
            }
        }

        return [.. times];
    }

    static void Add(Report report, string figure, IEnumerable<double> milliseconds, double target)
    {
        var times = milliseconds.Order().ToArray();
        var (p50, p99) = (times[times.Length / 2], times[times.Length * 99 / 100]);
        report.Add(
            figure, PerSecond, string.Create(CultureInfo.InvariantCulture, $"p50 {p50:0} ms, p99 {p99:0} ms, most {times[^1]:0} ms"),
            string.Create(CultureInfo.InvariantCulture, $"p99 < {target:0} ms"), p99 < target);
    }

    static async Task<Instant> Now()
    {
        await using var admin = Databases.OpenAdmin();
        return Instant.FromUnixTimeSeconds(await Databases.Scalar<long>(admin, "select extract(epoch from now())::bigint"));
    }
}
