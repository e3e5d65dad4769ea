using Booking.Bench.Measuring;
using Npgsql;

namespace Booking.Bench.Store;

/// <summary>The event store against the same rows by hand, against itself when it is full, and on long streams.</summary>
static class StoreFigures
{
    /// <summary>Five events a chart, four appends before it is let go: enough for 5,000 appends a second.</summary>
    static int ChartsFor(Settings settings) => 4 * Math.Max(2_000, (int)(1_250 * (settings.Slice * settings.Pairs + settings.WarmUp).TotalSeconds));

    public static async Task New(Settings settings, Report report)
    {
        await using var dataSource = await Databases.CreateStore("bench_new");
        var (ours, raw) = (new OurCharts(dataSource, Chart.Category), new RawCharts(dataSource));
        foreach (var writers in new[] { 1, 8, 32 })
        {
            report.Add(await Cell.Compare(
                settings, "new stream (1 event, 1 projection row, 1 message) : raw", writers, target: 0.90,
                async _ => await ours.Open(), async _ => await raw.Open()));
        }

        await Check(dataSource);
    }

    public static async Task Append(Settings settings, Report report)
    {
        await using var dataSource = await Databases.CreateStore("bench_append");
        var (ours, raw) = (new OurCharts(dataSource, Chart.Category), new RawCharts(dataSource));
        foreach (var writers in new[] { 1, 8, 32 })
        {
            await Databases.Seed(dataSource, "public", ChartsFor(settings), events: 5);
            await Databases.Seed(dataSource, "raw", ChartsFor(settings), events: 5);
            var (our, their) = (await ShortCharts.Load(dataSource, "public", ChartsFor(settings), writers), await ShortCharts.Load(dataSource, "raw", ChartsFor(settings), writers));
            report.Add(await Cell.Compare(
                settings, "5-event stream (load, fold, append 1, projection) : raw", writers, target: 0.85,
                worker => our.Grow(worker, ours.AddNote), worker => their.Grow(worker, raw.AddNote)));
        }

        await Check(dataSource);
    }

    public static async Task Size(Settings settings, Report report)
    {
        const int Writers = 8;
        await using var full = await Databases.CreateStore("bench_full");
        await using var empty = await Databases.CreateStore("bench_empty");
        await Databases.Seed(full, "public", settings.Events / 5, events: 5);
        var (inFull, inEmpty) = (new OurCharts(full, Chart.Category), new OurCharts(empty, Chart.Category));
        await Databases.Run(full, "checkpoint");
        report.Add(await Cell.Compare(
            settings, $"new stream with {settings.Events} events in the store : empty store", Writers, target: 0.90,
            async _ => await inFull.Open(), async _ => await inEmpty.Open()));

        await Databases.Seed(empty, "public", ChartsFor(settings), events: 5);
        var most = Math.Max(ChartsFor(settings), settings.Events / 5);
        var (old, few) = (await ShortCharts.Load(full, "public", most, Writers), await ShortCharts.Load(empty, "public", most, Writers));
        report.Add(await Cell.Compare(
            settings, $"5-event stream with {settings.Events} events in the store : store of these streams only", Writers, target: 0.90,
            worker => old.Grow(worker, inFull.AddNote), worker => few.Grow(worker, inEmpty.AddNote)));
    }

    public static async Task Long(Settings settings, Report report)
    {
        const int Writers = 8, Length = 5_000;
        await using var dataSource = await Databases.CreateStore("bench_long");
        var charts = new OurCharts(dataSource, Chart.WithSnapshots);
        await Databases.Seed(dataSource, "public", Writers, Length);
        await Databases.Run(dataSource, """
            insert into stream_snapshots (stream_id, schema, version, data)
            select s.id, 1, s.version, jsonb_build_object('patient', c.patient, 'notes', c.notes, 'lastNote', c.last_note)
              from mt_streams s join charts c using (id)
            """);
        await Databases.Seed(dataSource, "public", ChartsFor(settings), events: 5);
        var longer = await Longest(dataSource, Writers);
        var shorter = await ShortCharts.Load(dataSource, "public", ChartsFor(settings), Writers);
        report.Add(await Cell.Compare(
            settings, $"stream of {Length} events and more, with snapshots : 5-event stream of the same kind", Writers, target: null,
            async worker => await charts.AddNote(longer[worker]), worker => shorter.Grow(worker, charts.AddNote)));
    }

    static async Task<List<Guid>> Longest(NpgsqlDataSource dataSource, int count)
    {
        await using var command = dataSource.CreateCommand($"select id from mt_streams order by version desc limit {count}");
        await using var row = await command.ExecuteReaderAsync();
        List<Guid> ids = [];
        while (await row.ReadAsync())
        {
            ids.Add(row.GetGuid(0));
        }

        return ids;
    }

    /// <summary>Both sides must have written everything: versions without a hole, and every read model as its events say.</summary>
    static async Task Check(NpgsqlDataSource dataSource)
    {
        foreach (var schema in new[] { "public", "raw" })
        {
            var wrong = await Databases.Scalar<long>(dataSource, $"""
                select count(*) from {schema}.mt_streams s
                  full join (select stream_id, count(*) n, max(version) last from {schema}.mt_events group by 1) e on e.stream_id = s.id
                  full join {schema}.charts c on c.id = s.id
                 where s.version is distinct from e.n or s.version is distinct from e.last or c.notes is distinct from e.n - 1
                """);
            if (wrong != 0)
            {
                throw new InvalidOperationException($"{wrong} charts of schema {schema} are not what was written.");
            }
        }
    }
}
