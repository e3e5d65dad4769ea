using Booking.Contracts;
using Booking.Service.Hosting;
using Booking.Service.Tests;
using Microsoft.Extensions.Hosting;
using NodaTime;
using Payments.Sandbox;

namespace Booking.Drills.Faults;

/// <param name="Key">What the credentials of their account with Stripe are made of.</param>
sealed record FaultDoctor(Guid Id, string Key, string WebhookPath)
{
    /// <summary>The account as the provider knows it.</summary>
    public StripeMerchant Merchant(Uri service) => new(Key, $"sk_test_{Key}", [$"whsec_{Key}"], new Uri(service, WebhookPath));
}

/// <summary>A migrated database with doctors, made once; each fault gets a copy, so that none meets what another has left.</summary>
sealed class Base : IAsyncDisposable
{
    const int Doctors = 6, Patients = 900, Horizon = 20;

    Base(string folder, Server server, IReadOnlyList<string> patients, string desk, string ops, IReadOnlyList<FaultDoctor> doctors, LocalDate today) =>
        (Folder, Server, this.patients, this.desk, this.ops, Of, Today) = (folder, server, patients, desk, ops, doctors, today);

    readonly IReadOnlyList<string> patients;
    readonly string desk, ops;

    /// <summary>Where everything of this run lies; removed at its end.</summary>
    public string Folder { get; }
    public Server Server { get; }
    public IReadOnlyList<FaultDoctor> Of { get; }
    public LocalDate Today { get; }

    /// <summary>For each fault again, since a fault uses patients up.</summary>
    public DrillPeople People => new(desk, ops, new(patients));

    public static async Task<Base> Make()
    {
        var folder = $"/var/tmp/booking-faults-{Guid.NewGuid():N}";
        Directory.CreateDirectory(folder);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Shell.Try("rm", "-rf", folder).GetAwaiter().GetResult();
        if (Environment.IsPrivilegedProcess)
            await Shell.Run("chown", "postgres:postgres", folder);
        var server = await Server.Make(Path.Combine(folder, "base"));
        await Migrate(server);
        List<FaultDoctor> doctors = [];
        DrillPeople people;
        LocalDate today;
        await using (var maker = ServiceFixture.StartOn(server.ConnectionString, Environments.Development))
        {
            people = DrillPeople.Of(maker.Services, Patients);
            today = maker.Clock.GetCurrentInstant().InUtc().Date;
            for (var number = 0; number < Doctors; number++)
                doctors.Add(await Doctor(maker.As(Roles.FrontDesk), maker.As(Roles.Ops), number));
        }

        await server.Do("checkpoint");
        await server.Stop();
        return new(folder, server, [.. people.Patients], people.Desk, people.Ops, doctors, today);
    }

    static async Task Migrate(Server server)
    {
        await using var source = Npgsql.NpgsqlDataSource.Create(server.ConnectionString);
        await new EventStore.Migrator(source, typeof(EventStore.Migrator).Assembly, typeof(Program).Assembly).Migrate(CancellationToken.None);
    }

    static async Task<FaultDoctor> Doctor(BookingClient desk, BookingClient ops, int number)
    {
        var doctor = await DrillDoctors.Register(desk, ops, $"Fault {number}", Horizon);
        var key = $"fault{number}{Guid.NewGuid():N}";
        var gateway = (await ops.SetGateway(doctor, new StripeGatewayRequest(GatewayMode.Test, "USD", $"sk_test_{key}", [$"whsec_{key}"]))).Value;
        return new(doctor, key, gateway.WebhookPath!);
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await Shell.Try("rm", "-rf", Folder);
    }
}
