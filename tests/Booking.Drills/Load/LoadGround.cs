using Booking.Contracts;
using Booking.Service.Tests;
using Booking.Testing;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Payments.Sandbox;

namespace Booking.Drills.Load;

/// <summary>
/// The service as a process of its own, on a database that nobody else uses, with a clinic in it. It runs in Development because only there may
/// a provider be on loopback; the one setting that a load would meet and production has otherwise is that of the rates.
/// </summary>
sealed class LoadGround : IAsyncDisposable
{
    const int Pool = 100; // Npgsql's default, and so what an installation has that says nothing.
    static readonly string[] Unlimited = ["User", "Address", "Webhook", "SignIn"];

    readonly Sandbox sandbox;
    readonly TestDatabase database;
    readonly ServiceProcess service;

    LoadGround(Sandbox sandbox, TestDatabase database, ServiceProcess service, DrillGround drill, LoadClinic clinic, Gauge gauge) =>
        (this.sandbox, this.database, this.service, Drill, Clinic, Gauge) = (sandbox, database, service, drill, clinic, gauge);

    public DrillGround Drill { get; }
    public LoadClinic Clinic { get; }
    public Gauge Gauge { get; }

    /// <param name="patients">How many people take part.</param>
    public static async Task<LoadGround> Open(int patients)
    {
        var providers = await Sandbox.Start();
        var clean = await ServiceFixture.NewDatabase();
        DrillPeople people;
        await using (var maker = ServiceFixture.StartOn(clean.ConnectionString, Environments.Development))
            people = DrillPeople.Of(maker.Services, patients);
        var connections = new NpgsqlConnectionStringBuilder(clean.ConnectionString) { MaxPoolSize = Pool };
        (string, string?)[] settings =
        [
            ("Payments:Stripe:BaseAddress", providers.Stripe.AbsoluteUri), .. Unlimited.Select(whose => ($"RateLimits:{whose}:PerMinute", (string?)"100000000")),
        ];
        var node = await ServiceProcess.Start(connections.ConnectionString, settings);
        // Whoever stops the load stops the service.
        AppDomain.CurrentDomain.ProcessExit += (_, _) => node.Kill();
        var drill = new DrillGround(node.Address, people, providers.Controls, clean.DataSource);
        return new(providers, clean, node, drill, await LoadClinic.Open(drill), await Gauge.Of(node.Id, clean.DataSource));
    }

    /// <summary>A command of the program, on this database.</summary>
    public Task<ProgramRun> Command(params string[] arguments) =>
        ProgramRun.Start(arguments, "", ("ConnectionStrings__Booking", database.ConnectionString), ProgramRun.MasterKeys);

    /// <summary>A patient with a connection that is nobody else's.</summary>
    public BookingClient Patient()
    {
        var authorization = Drill.Patient().Http.DefaultRequestHeaders.Authorization;
        var http = new HttpClient(Handler(1)) { BaseAddress = service.Address, Timeout = TimeSpan.FromSeconds(30) };
        http.DefaultRequestHeaders.Authorization = authorization;
        return new(http);
    }

    /// <summary>Patients who share connections, as many as are needed at once.</summary>
    public IReadOnlyList<BookingClient> Patients(int count, HttpMessageHandler shared) => [.. Enumerable.Range(0, count).Select(_ =>
    {
        var http = new HttpClient(shared, disposeHandler: false) { BaseAddress = service.Address, Timeout = TimeSpan.FromSeconds(30) };
        http.DefaultRequestHeaders.Authorization = Drill.Patient().Http.DefaultRequestHeaders.Authorization;
        return new BookingClient(http);
    })];

    public static SocketsHttpHandler Handler(int connections) => new()
    {
        MaxConnectionsPerServer = connections, PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan, UseProxy = false, UseCookies = false,
    };

    public async ValueTask DisposeAsync()
    {
        Drill.Dispose();
        await service.DisposeAsync();
        await database.DisposeAsync();
        await sandbox.DisposeAsync();
    }
}
