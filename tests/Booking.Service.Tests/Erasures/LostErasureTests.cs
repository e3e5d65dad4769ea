using System.Net;
using Booking.EventStore;
using Booking.Service.Erasures;
using Booking.Service.Patients;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Erasures;

/// <summary>What the database loses while nodes run, as when a replica takes over, and what the ledger loses.</summary>
public sealed class LostErasureTests(ErasureFixture service) : IClassFixture<ErasureFixture>
{
    const int LooksOfAMinute = 6;

    ErasureKeeper Keeper => service.Services.GetRequiredService<ErasureKeeper>();

    [Fact]
    public async Task A_database_that_lost_an_erasure_is_found_out_though_the_ledger_did_not_grow()
    {
        var id = PatientId.New();
        await service.Name(id.Value, Duration.FromHours(1));
        await Look(2);

        // The database has them back, and nothing is written into the ledger.
        var directory = service.Services.GetRequiredService<PatientDirectory>();
        await directory.Register(id, new("Zebulonia Quarksworth", "back@canary.test", "+971509918273", "Asia/Dubai", "en"), CommandContext.BySystem(service.Now, "test"), default);
        await Look(LooksOfAMinute + 1);

        Assert.Equal(1, await service.EventsOf(id.Value));
        Assert.False(await directory.Exists(id, default));
    }

    [Fact]
    public async Task A_visit_that_came_back_with_them_does_not_undo_an_erasure()
    {
        var clinic = await Clinic.Open(service);
        var (id, me, _) = await service.Person();
        _ = await clinic.Pending(me, (await clinic.Free())[0]);
        await service.Name(id);

        // Fresh: nobody may have been told that it is done, so the visit still stands in the way; but the line is not ours to withdraw.
        await Look(3);
        Assert.Equal(0, await service.EventsOf(id));
        Assert.Contains(await service.Lines.Read(default), line => line.Patient.Value == id);

        await service.Name(id, Duration.FromMinutes(11));
        await Look(2);
        Assert.Equal(1, await service.EventsOf(id));
        Assert.Contains(await service.Lines.Read(default), line => line.Patient.Value == id);
    }

    [Fact]
    public async Task A_request_that_was_refused_for_its_key_erases_nobody_afterwards()
    {
        var (one, _, _) = await service.Person();
        var (other, _, _) = await service.Person();
        var ops = service.Ops();
        _ = (await ops.ErasePatient(one, "the same key")).Value;

        (await ops.ErasePatient(other, "the same key")).Refused(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
        await Look(3);

        Assert.Equal(0, await service.EventsOf(other));
        Assert.DoesNotContain(await service.Lines.Read(default), line => line.Patient.Value == other);
    }

    [Fact]
    public async Task A_ledger_that_lost_its_end_is_told_and_made_whole_again()
    {
        var (id, _, _) = await service.Person();
        _ = (await service.Ops().ErasePatient(id)).Value;
        await Look(1);
        Assert.Equal(HealthStatus.Healthy, (await Keeper.CheckHealthAsync(new())).Status);
        var lines = await File.ReadAllLinesAsync(service.Ledger, TestContext.Current.CancellationToken);
        await File.WriteAllLinesAsync(service.Ledger, lines[..^1], TestContext.Current.CancellationToken);

        await Look(1);
        Assert.Equal(HealthStatus.Degraded, (await Keeper.CheckHealthAsync(new())).Status);

        _ = await service.Services.GetRequiredService<ErasureReplay>().Run(default);
        await Look(1);
        Assert.Equal(HealthStatus.Healthy, (await Keeper.CheckHealthAsync(new())).Status);
        Assert.Contains(await service.Lines.Read(default), line => line.Patient.Value == id);
    }

    async Task Look(int times)
    {
        for (var look = 0; look < times; look++)
            await Keeper.Look(default);
    }
}
