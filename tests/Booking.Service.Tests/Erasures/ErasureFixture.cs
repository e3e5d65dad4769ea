using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Erasures;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Booking.Service.Tests.Erasures;

/// <summary>A service that keeps an erasure ledger.</summary>
public sealed class ErasureFixture : ServiceFixture
{
    public const string Secret = "quiet purple lamp";
    static int people;

    readonly string folder = Directory.CreateTempSubdirectory("booking-erasures-").FullName;

    public string Ledger => Path.Combine(folder, "erasures");

    protected override (string Key, string? Value)[] Settings => [("Booking:ErasureLedger", Ledger)];

    internal ErasureLedger Lines => Services.GetRequiredService<ErasureLedger>();

    /// <summary>Somebody with an account, signed in.</summary>
    public async Task<(Guid Id, BookingClient Client, string Email)> Person(string name = "Zebulonia Quarksworth")
    {
        var email = $"zebulonia.{Interlocked.Increment(ref people)}@canary.test";
        _ = await Anonymous().Register(new(email, Secret, name, "+971509918273", "Asia/Dubai", "en"));
        var client = Anonymous();
        await client.SignIn(email, Secret);
        return ((await client.Me()).Value.Id, client, email);
    }

    /// <summary>As after a restore from before the erasure: the ledger names somebody whom the database has.</summary>
    internal Task Name(Guid patient, Duration ago = default) => Lines.Write(new(Now - ago, new(patient), Withdrawn: false), CancellationToken.None);

    public Task<long> EventsOf(Guid patient) =>
        Invariants.Count(this, "select count(*) from mt_events where stream_id = $1 and type = 'patient_erased'", Pg.Uuid(patient));

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
