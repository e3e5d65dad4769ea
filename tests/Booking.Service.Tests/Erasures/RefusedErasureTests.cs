using System.Net;
using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Erasures;
using Booking.Service.Tests.Cli;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Erasures;

/// <summary>Of whom ops were told that they are not erased, nobody erases later; and one who cannot be erased keeps nobody else from it.</summary>
public sealed class RefusedErasureTests(ErasureFixture service) : IClassFixture<ErasureFixture>
{
    ErasureKeeper Keeper => service.Services.GetRequiredService<ErasureKeeper>();

    [Fact]
    public async Task Whoever_was_told_to_try_again_and_did_not_has_erased_nobody()
    {
        var (id, _, _) = await service.Person();
        await Fail(id, "55P03"); // As a lock that was not to be had in time.
        (await service.Ops().ErasePatient(id)).Conflict("busy");
        await Fail(null);

        Assert.False(await Named(id));
        await Look(3);
        Assert.Equal(0, await service.EventsOf(id));
    }

    [Fact]
    public async Task What_was_begun_and_is_in_the_way_of_a_rule_waits_for_a_person_and_goes_when_ops_are_told_no()
    {
        var clinic = await Clinic.Open(service);
        var (id, me, _) = await service.Person();
        _ = (await me.JoinWaitlist(new(clinic.Doctor, clinic.Today.PlusDays(3), clinic.Today.PlusDays(4), AppointmentType.Standard))).Value;
        _ = await clinic.Confirmed(me, (await clinic.Free())[0]);
        await service.Name(id); // Of a node that died, or could not withdraw it.
        await Look(2);
        await service.Advance(Duration.FromMinutes(11));
        await Look(2);

        Assert.Equal(0, await service.EventsOf(id));
        Assert.Equal(HealthStatus.Degraded, (await Keeper.CheckHealthAsync(new())).Status);
        Assert.Single((await service.Desk().Waitlist(clinic.Doctor)).Value.Items);

        (await service.Ops().ErasePatient(id)).Conflict("visits-in-the-way");
        Assert.False(await Named(id));
        await Look(1);
        Assert.Equal(HealthStatus.Healthy, (await Keeper.CheckHealthAsync(new())).Status);
    }

    [Fact]
    public async Task A_node_that_starts_does_not_force_what_may_have_been_refused()
    {
        var clinic = await Clinic.Open(service);
        var (id, me, _) = await service.Person();
        _ = await clinic.Confirmed(me, (await clinic.Free())[0]);
        await service.Name(id);

        await using var node = service.Start(Environments.Development, ("Booking:ErasureLedger", service.Ledger));
        using var http = node.Client();
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/ready")).StatusCode);
        Assert.Equal(0, await service.EventsOf(id));

        (await service.Ops().ErasePatient(id)).Conflict("visits-in-the-way");
        Assert.False(await Named(id));
    }

    [Fact]
    public async Task An_erasure_that_the_database_lost_is_not_withdrawn_by_whoever_asks_for_it_again()
    {
        var clinic = await Clinic.Open(service);
        var (id, me, _) = await service.Person();
        _ = await clinic.Confirmed(me, (await clinic.Free())[0]);
        await service.Name(id, Duration.FromHours(1));

        _ = await service.Ops().ErasePatient(id);

        Assert.True(await Named(id));
        await Look(2);
        Assert.Equal(1, await service.EventsOf(id));
    }

    [Fact]
    public async Task One_who_cannot_be_erased_keeps_neither_another_from_it_nor_a_node_from_starting()
    {
        var ((bad, _, _), (good, _, _), (late, _, _)) = (await service.Person(), await service.Person(), await service.Person());
        await Fail(bad, "P0001");
        await service.Name(bad);
        await service.Name(good);
        await Look(2);
        Assert.Equal((0, 1), (await service.EventsOf(bad), await service.EventsOf(good)));

        await service.Name(late);
        await using var node = service.Start(Environments.Development, ("Booking:ErasureLedger", service.Ledger));
        using var http = node.Client();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await http.GetAsync("/health/ready")).StatusCode);
        Assert.Equal((0, 1), (await service.EventsOf(bad), await service.EventsOf(late)));

        await Fail(null);
        await Look(2);
        Assert.Equal(1, await service.EventsOf(bad));
    }

    /// <summary>Lets the database fail while it erases this patient; null for none.</summary>
    Task Fail(Guid? patient, string state = "") => service.Database.Sql(patient is null
        ? "drop trigger failing on erasures; drop function fail_erasure()"
        : $"""
            create function fail_erasure() returns trigger language plpgsql as $$ begin raise exception using errcode = '{state}'; end $$;
            create trigger failing before insert on erasures for each row when (new.patient_id = '{patient}') execute function fail_erasure()
            """);

    async Task<bool> Named(Guid patient) => (await service.Lines.Read(default)).Any(line => line.Patient.Value == patient);

    async Task Look(int times)
    {
        for (var look = 0; look < times; look++)
            await Keeper.Look(default);
    }
}
