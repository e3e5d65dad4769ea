using System.Diagnostics;
using System.Globalization;
using Booking.Bench.Measuring;
using Booking.Bench.Store;
using Booking.Contracts;
using Booking.EventStore;
using NodaTime;
using Npgsql;

namespace Booking.Bench.Http;

/// <summary>
/// Pages of the directory beside the service's own lookup by primary key, <c>GET /api/doctors/{id}</c>: the same process, pipeline and
/// database, one statement each. What is compared is the 95th percentile.
/// </summary>
static class DirectoryFigures
{
    const int Doctors = 10_000;
    const double Target = 3;

    static readonly string[] Texts = ["anna%20hearts", "omar%20skin", "jose%20sle", "priya%20pain", "yuki", "hugo%20diet", "sara%20st", "dr%20video"];

    public static async Task Pages(Settings settings, Report report)
    {
        var database = await Databases.Create("bench_directory");
        await using var service = await Server.StartService(database);
        await using var dataSource = Databases.Open(database);
        await Seed(dataSource, report);
        await FirstOrder(service.Address, report);
        byte[][] lookups = [.. (await Ids(dataSource)).Select(id => Line.Get($"/api/doctors/{id}"))];
        foreach (var clients in (int[])[1, 8])
        {
            var lines = await Line.Connect(service.Endpoint, clients);
            foreach (var (name, paths) in await Lists(service.Address))
            {
                report.Add(await Compare(settings, clients, lines, [.. paths.Select(path => Line.Get(path))], lookups), clients, name);
            }

            Array.ForEach(lines, line => line.Dispose());
        }
    }

    static void Add(this Report report, (double P50, double P95, double Lookup50, double Lookup95) figures, int clients, string name)
    {
        var ratio = figures.P95 / figures.Lookup95;
        report.Add(
            $"`GET /api/doctors`, {name} : `GET /api/doctors/{{id}}`", clients,
            string.Create(CultureInfo.InvariantCulture, $"p50 {figures.P50:0.00} : {figures.Lookup50:0.00} ms = {figures.P50 / figures.Lookup50:0.0}, p95 {figures.P95:0.00} : {figures.Lookup95:0.00} ms = {ratio:0.0}"),
            string.Create(CultureInfo.InvariantCulture, $"p95 <= {Target:0}"), ratio <= Target);
    }

    static async Task<(double, double, double, double)> Compare(Settings settings, int clients, Line[] lines, byte[][] lists, byte[][] lookups)
    {
        var next = 0;
        ValueTask Ask(int worker, byte[][] of) => lines[worker].Ask(of[Interlocked.Increment(ref next) % of.Length], expected: 200);
        await Slice.Run(clients, settings.WarmUp, worker => Ask(worker, lists));
        await Slice.Run(clients, settings.WarmUp, worker => Ask(worker, lookups));
        List<float> ours = [], theirs = [];
        for (var pair = 0; pair < settings.Pairs; pair++)
        {
            foreach (var mine in pair % 2 == 0 ? [true, false] : new[] { false, true })
            {
                (mine ? ours : theirs).AddRange((await Slice.Run(clients, settings.Slice, worker => Ask(worker, mine ? lists : lookups))).Milliseconds);
            }
        }

        return (At(ours, 0.50), At(ours, 0.95), At(theirs, 0.50), At(theirs, 0.95));
    }

    static double At(List<float> times, double part)
    {
        times.Sort();
        return times[(int)Math.Min(times.Count - 1, times.Count * part)];
    }

    static async Task<(string Name, string[] Paths)[]> Lists(Uri service)
    {
        var now = await Now();
        string Span(int days, int hour, int hours, int n)
        {
            var from = now.InUtc().Date.PlusDays(days + (n % 5)).At(new LocalTime(hour, 0)).InUtc().ToInstant();
            return $"availableFrom={from}&availableTo={from + Duration.FromHours(hours)}";
        }

        static string[] Each(int count, Func<int, string> path) => [.. Enumerable.Range(0, count).Select(n => $"/api/doctors?{path(n)}")];
        var (deepByName, deepByNext) = (await Cursor(service, "name"), await Cursor(service, "nextAvailable"));
        return
        [
            ("text", Each(Texts.Length, n => $"query={Texts[n]}")),
            ("specialty, language and fee", Each(40, n => $"specialty=specialty%20{n}&language=english&maxFee=20000&currency=USD")),
            ("near, by distance", Each(2, n => $"near={(n == 0 ? "25.3,55.4" : "-8.0,-35.0")}&sort=distance")),
            ("span that most are free in", Each(5, n => Span(3, 10, 3, n))),
            ("span that one in a hundred is free in", Each(5, n => Span(3, 2, 1, n))),
            ("by next start", Each(1, _ => "sort=nextAvailable")),
            ("by next start, of a specialty", Each(40, n => $"sort=nextAvailable&specialty=specialty%20{n}")),
            ("by rating", Each(1, _ => "sort=rating")),
            ("by name, deep", Each(1, _ => $"sort=name&cursor={deepByName}")),
            ("by next start, deep", Each(1, _ => $"sort=nextAvailable&cursor={deepByNext}")),
            ("by next start, a hundred", Each(1, _ => "sort=nextAvailable&limit=100")),
        ];
    }

    /// <summary>Of the middle of the list.</summary>
    static async Task<string> Cursor(Uri service, string sort)
    {
        using var http = new HttpClient { BaseAddress = service };
        var client = new BookingClient(http);
        string? cursor = null;
        for (var page = 0; page < Doctors / 200; page++)
        {
            cursor = (await client.Doctors(new() { Sort = sort }, new(100, cursor))).Value.Next;
        }

        return cursor!;
    }

    static async Task Seed(NpgsqlDataSource dataSource, Report report)
    {
        var began = Stopwatch.GetTimestamp();
        await using var connection = await dataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        // Without triggers and keys to other tables, as a bulk load is; the text of the seed is the program's own.
        var seed = $"set local session_replication_role = replica; {Databases.Text("seed_directory.sql").Replace("$1", Doctors.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)}";
        await using (var command = new NpgsqlCommand(seed, connection) { CommandTimeout = 0 })
        {
            await command.ExecuteNonQueryAsync();
        }

        await transaction.CommitAsync();
        await Databases.Run(dataSource, "vacuum analyze doctors, calendars, offered_slots, slot_claims, doctor_ratings, next_starts");
        report.Remark(string.Create(CultureInfo.InvariantCulture, $"{Doctors} doctors with 60 days of slots in two types seeded in {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s."));
    }

    /// <summary>Computes every next start, whether a reader or the background comes first.</summary>
    static async Task FirstOrder(Uri service, Report report)
    {
        using var http = new HttpClient { BaseAddress = service };
        var began = Stopwatch.GetTimestamp();
        _ = (await new BookingClient(http).Doctors(new() { Sort = "nextAvailable" })).Value;
        report.Remark(string.Create(CultureInfo.InvariantCulture, $"The first order by next start, with none known, took {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s."));
    }

    static async Task<List<Guid>> Ids(NpgsqlDataSource dataSource)
    {
        await using var command = dataSource.CreateCommand("select id from doctors where version = 3 order by id limit 1000");
        await using var row = await command.ExecuteReaderAsync();
        List<Guid> ids = [];
        while (await row.ReadAsync())
        {
            ids.Add(row.GetGuid(0));
        }

        return ids;
    }

    static async Task<Instant> Now()
    {
        await using var admin = Databases.OpenAdmin();
        return Instant.FromUnixTimeSeconds(await Databases.Scalar<long>(admin, "select extract(epoch from now())::bigint"));
    }
}
