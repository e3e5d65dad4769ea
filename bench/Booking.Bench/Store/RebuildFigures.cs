using System.Diagnostics;
using System.Globalization;
using Booking.Bench.Measuring;
using Booking.EventStore;
using Booking.EventStore.Outbox;
using Booking.EventStore.Rebuilding;
using Booking.Service;
using Booking.Service.Hosting;
using Npgsql;

namespace Booking.Bench.Store;

/// <summary>How fast the read model of the visits is made anew, beside the same work by hand, and what memory it takes.</summary>
static class RebuildFigures
{
    const string Projection = "appointments";
    const int EventsOfVisit = 5;
    const int Parts = 10;
    const double Target = 0.5;

    /// <summary>The store of the other figures is too large for a look; <c>--events</c> says otherwise.</summary>
    const int Usual = 200_000;

    public static async Task Rebuild(Settings settings, Report report)
    {
        var events = settings.SaysEvents ? settings.Events : Usual;
        await using var dataSource = Databases.Open(await Databases.Create("bench_rebuild"));
        await new Migrator(dataSource, typeof(StreamStore).Assembly, typeof(Health).Assembly).Migrate(default);
        await Seed(dataSource, events / EventsOfVisit);
        var model = BookingModel.Create(new OutboxHandlers());
        var held = $"MiB that a rebuild holds, by a whole collection after each tenth of its events: {string.Join(", ", await Held(dataSource, model, events))}.";
        await Console.Error.WriteLineAsync(held);
        List<double> ratios = [], ours = [], hands = [];
        var (most, whole) = (0L, 0.0);
        for (var round = 0; round < Math.Max(2, Math.Min(settings.Pairs, 5)); round++)
        {
            var (ready, all, memory) = await Ours(dataSource, model);
            var hand = await Time(async () => await ByHandRebuild.Run(dataSource, model.Events, await Indexes(dataSource)));
            await Check(dataSource);
            ours.Add(events / ready);
            hands.Add(events / hand);
            ratios.Add(hand / ready);
            (most, whole) = (Math.Max(most, memory), all);
        }

        var ratio = ratios.Order().ElementAt(ratios.Count / 2);
        report.Add(
            $"rebuild of `appointments`, {events} events : by hand, without progress and with everything in memory", 1,
            string.Create(CultureInfo.InvariantCulture, $"{ours.Order().ElementAt(ours.Count / 2):0} : {hands.Order().ElementAt(hands.Count / 2):0} events/s = {ratio:0.00} ({ratios.Min():0.00}-{ratios.Max():0.00})"),
            string.Create(CultureInfo.InvariantCulture, $">= {Target:0.0}"), ratio >= Target);
        report.Remark(held);
        report.Remark(string.Create(CultureInfo.InvariantCulture, $"rebuild with comparison and swap: {whole:0.0} s; most heap in use by the rebuild, garbage included: {most >> 20} MiB."));
    }

    /// <summary>Ready is when the table is filled, indexed and level with the log; then it is compared and swapped.</summary>
    static async Task<(double Ready, double All, long Memory)> Ours(NpgsqlDataSource dataSource, StoreModel model)
    {
        var rebuilds = new ProjectionRebuilds(dataSource, model);
        GC.Collect();
        var (began, ready, before, most) = (Stopwatch.GetTimestamp(), 0.0, GC.GetTotalMemory(forceFullCollection: true), 0L);
        await using var rebuild = await rebuilds.Begin(Projection, "bench", default) ?? throw new InvalidOperationException("Somebody else rebuilds here.");
        var status = await rebuild.Run(
            new Watch(now =>
            {
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: false) - before);
                ready = now.State == RebuildState.Comparing && ready == 0 ? Stopwatch.GetElapsedTime(began).TotalSeconds : ready;
            }),
            default);
        return status is { State: RebuildState.Done, Parity: [{ IsClean: true }] } || status.Parity is [{ Same: 0, Differing: 0, Extra: 0 }]
            ? (ready, Stopwatch.GetElapsedTime(began).TotalSeconds, most)
            : throw new InvalidOperationException($"The rebuild ended as {status}.");
    }

    /// <summary>What is not garbage, in a rebuild whose time is not taken: whether it grows with the log.</summary>
    static async Task<List<string>> Held(NpgsqlDataSource dataSource, StoreModel model, int events)
    {
        var (before, next) = (GC.GetTotalMemory(forceFullCollection: true), events / Parts);
        List<string> held = [];
        await using var rebuild = await new ProjectionRebuilds(dataSource, model).Begin(Projection, "bench", default) ?? throw new InvalidOperationException("Somebody else rebuilds here.");
        await rebuild.Run(
            new Watch(now =>
            {
                if (now.Done >= next)
                {
                    held.Add(((GC.GetTotalMemory(forceFullCollection: true) - before) / (double)(1 << 20)).ToString("0", CultureInfo.InvariantCulture));
                    next += events / Parts;
                }
            }),
            default);
        return held;
    }

    static async Task<double> Time(Func<Task> work)
    {
        GC.Collect();
        var began = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    static async Task Seed(NpgsqlDataSource dataSource, int visits)
    {
        await using var connection = await dataSource.OpenConnectionAsync();
        await using (var how = new NpgsqlCommand("set session_replication_role = replica", connection))
        {
            await how.ExecuteNonQueryAsync();
        }

        for (var left = visits; left > 0; left -= 100_000)
        {
            await using var seed = new NpgsqlCommand(Databases.Text("seed_visits.sql"), connection) { CommandTimeout = 0 };
            await seed.With(Pg.Int(Math.Min(left, 100_000))).ExecuteNonQueryAsync();
        }

        await Databases.Run(dataSource, "vacuum analyze mt_streams, mt_events");
        await Databases.Run(dataSource, "checkpoint");
        await Console.Error.WriteLineAsync($"Seeded {visits} visits.");
    }

    /// <summary>Those of the live table, under other names.</summary>
    static async Task<List<string>> Indexes(NpgsqlDataSource dataSource)
    {
        await using var command = dataSource.CreateCommand(
            "select replace(replace(indexdef, ' ON public.appointments ', ' ON public.by_hand '), 'INDEX ', 'INDEX h_') from pg_indexes where schemaname = 'public' and tablename = 'appointments'");
        await using var row = await command.ExecuteReaderAsync();
        List<string> indexes = [];
        while (await row.ReadAsync())
        {
            indexes.Add(row.GetString(0));
        }

        return indexes;
    }

    static async Task Check(NpgsqlDataSource dataSource)
    {
        if (await Databases.Scalar<long>(dataSource, "select count(*) from appointments a full join by_hand h using (id) where (a.*)::text is distinct from (h.*)::text") is > 0 and var wrong)
        {
            throw new InvalidOperationException($"{wrong} visits are not the same by hand.");
        }
    }

    sealed class Watch(Action<RebuildStatus> watch) : IProgress<RebuildStatus>
    {
        public void Report(RebuildStatus value) => watch(value);
    }
}
