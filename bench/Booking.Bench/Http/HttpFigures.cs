using System.Globalization;
using Booking.Bench.Measuring;
using Booking.Bench.Store;
using Booking.Contracts;
using NodaTime;
using Npgsql;

namespace Booking.Bench.Http;

/// <summary>The service as its users meet it: a process of its own, over loopback, 32 connections that never pause.</summary>
static class HttpFigures
{
    const int Clients = 32;

    public static async Task Availability(Settings settings, Report report)
    {
        var database = await Databases.Create("bench_availability");
        await using var service = await Server.StartService(database);
        await using var one = await Server.StartSelectOne();
        var doctor = await SarahAhmed(service.Address);
        var from = (await Now()).InUtc().Date.PlusDays(1);
        var ask = Line.Get($"/api/doctors/{doctor}/availability?from={from:uuuu-MM-dd}&to={from.PlusDays(30):uuuu-MM-dd}");
        var (ours, theirs) = (await Line.Connect(service.Endpoint, Clients), await Line.Connect(one.Endpoint, Clients));
        report.Add(await Cell.Compare(
            settings.ForServers, "`GET availability`, 31 days : `SELECT 1` over HTTP", Clients, target: 0.50,
            worker => ours[worker].Ask(ask, expected: 200), worker => theirs[worker].Ask(SelectOneRequest, expected: 200)));
        Array.ForEach([.. ours, .. theirs], line => line.Dispose());
    }

    /// <summary>The page of a month of a busy doctor, as a browser asks for it that was here before, beside the JSON that it is made of.</summary>
    public static async Task Calendar(Settings settings, Report report)
    {
        var database = await Databases.Create("bench_calendar");
        await using var service = await Server.StartService(database);
        var now = await Now();
        var clinic = await Clinic.Open(service.Address, doctors: 1, slotMinutes: 15, days: 62, now);
        var (doctor, day) = (clinic.Doctors[0], now.InUtc().Date.PlusDays(3));
        // The weeks of the month, as the page shows them.
        var (first, last) = (
            day.With(DateAdjusters.StartOfMonth).With(DateAdjusters.PreviousOrSame(IsoDayOfWeek.Monday)), day.With(DateAdjusters.EndOfMonth).With(DateAdjusters.NextOrSame(IsoDayOfWeek.Sunday)));
        var page = Line.Get($"/doctors/{doctor}/times?month={day:uuuu-MM}&date={day:uuuu-MM-dd}&type=standard", cookies: await Visitor(service.Address));
        var json = Line.Get($"/api/doctors/{doctor}/availability?from={first:uuuu-MM-dd}&to={last:uuuu-MM-dd}&timeZone=UTC&type=standard");
        var lines = await Line.Connect(service.Endpoint, Clients);
        report.Add(await Cell.Compare(
            settings.ForServers, "calendar page of a month, 96 times a day : `GET availability` of its weeks", Clients, target: 0.30,
            worker => lines[worker].Ask(page, expected: 200), worker => lines[worker].Ask(json, expected: 200)));
        Array.ForEach(lines, line => line.Dispose());
    }

    /// <summary>What a browser keeps after its first page: the key of its forms, and its zone.</summary>
    static async Task<string> Visitor(Uri service)
    {
        using var http = new HttpClient { BaseAddress = service };
        using var first = await http.GetAsync(new Uri("/", UriKind.Relative));
        return string.Join("; ", [.. first.Headers.GetValues("Set-Cookie").Select(cookie => cookie.Split(';')[0]), "zone=UTC", "language=en"]);
    }

    public static async Task Holds(Settings settings, Report report)
    {
        var database = await Databases.Create("bench_holds");
        await using var service = await Server.StartService(database);
        var clinic = await Clinic.Open(service.Address, doctors: 100, slotMinutes: 10, days: 50, await Now());
        var one = await Clinic.Open(service.Address, doctors: 1, slotMinutes: 5, days: 250, await Now());
        await using var dataSource = Databases.Open(database);
        var raw = await RawHolds.Open(dataSource, clinic.Doctors);
        var lines = await Line.Connect(service.Endpoint, Clients);
        report.Add(await Cell.Compare(
            settings.ForServers, "`POST /api/holds`, 100 doctors : raw", Clients, target: 0.50,
            worker => lines[worker].Ask(clinic.NextHold(), expected: 201), _ => raw.Hold()));
        report.Add(await Cell.Alone(settings, "`POST /api/holds`, one doctor", Clients, worker => lines[worker].Ask(one.NextHold(), expected: 201)));
        var deadlocks = await Databases.Scalar<long>(dataSource, "select deadlocks from pg_stat_database where datname = current_database()");
        report.Add("deadlocks in both", Clients, $"{deadlocks}", "0", deadlocks == 0);
        Array.ForEach(lines, line => line.Dispose());
    }

    public static async Task Memory(Settings settings, Report report)
    {
        var database = await Databases.Create("bench_memory");
        await using var service = await Server.StartService(database);
        var clinic = await Clinic.Open(service.Address, doctors: 100, slotMinutes: 10, days: 50, await Now());
        var from = (await Now()).InUtc().Date.PlusDays(1);
        byte[][] reads =
        [
            .. clinic.Doctors.Take(10).Select(doctor => Line.Get($"/api/doctors/{doctor}")),
            .. Enumerable.Range(0, 10).Select(day => Line.Get(
                $"/api/doctors/{clinic.Doctors[day]}/availability?from={from.PlusDays(day):uuuu-MM-dd}&to={from.PlusDays(day):uuuu-MM-dd}")),
            Line.Get("/api/accounts/me", clinic.Token),
        ];
        var sarah = Line.Get($"/api/doctors/{await SarahAhmed(service.Address)}/availability?from={from:uuuu-MM-dd}&to={from.PlusDays(30):uuuu-MM-dd}");
        var lines = await Line.Connect(service.Endpoint, Clients);
        List<long> seen = [];
        var asked = 0;
        foreach (var part in new[] { 0.1, 0.3, 0.5, 1.0 })
        {
            var until = (int)(settings.Requests * part);
            await Task.WhenAll(lines.Select(line => Task.Run(async () =>
            {
                while (Interlocked.Increment(ref asked) is var number && number <= until)
                {
                    await (number % 4 == 0 ? line.Ask(clinic.NextHold(), expected: 201)
                        : line.Ask(number % 4 == 1 ? sarah : reads[number % reads.Length], expected: 200));
                }
            })));
            asked = until;
            seen.Add(service.Memory() / 1024 / 1024);
        }

        var text = string.Join(" / ", seen.Select(m => m.ToString(CultureInfo.InvariantCulture)));
        report.Add($"memory of the service after 10 / 30 / 50 / 100 % of {settings.Requests} requests", Clients, $"{text} MB", "< 300 MB, flat", seen.Max() < 300 && seen[^1] <= seen[1] * 1.15);
        Array.ForEach(lines, line => line.Dispose());
    }

    static readonly byte[] SelectOneRequest = Line.Get("/one");

    static async Task<Guid> SarahAhmed(Uri service)
    {
        using var http = new HttpClient { BaseAddress = service };
        return (await new BookingClient(http).Doctors(new() { Query = "Sarah Ahmed" })).Value.Items[0].Id;
    }

    static async Task<Instant> Now()
    {
        await using var admin = Databases.OpenAdmin();
        return Instant.FromUnixTimeSeconds(await Databases.Scalar<long>(admin, "select extract(epoch from now())::bigint"));
    }
}
