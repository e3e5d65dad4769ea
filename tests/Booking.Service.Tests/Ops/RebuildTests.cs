using System.Net;
using Booking.Contracts;
using Booking.EventStore;
using Booking.EventStore.Rebuilding;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Booking.Service.Tests.Ops;

/// <summary>Projections are made anew over HTTP, while the clinic is open.</summary>
public sealed class RebuildTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task Each_projection_is_rebuilt_to_what_it_was()
    {
        await Visits(await Clinic.Open(service, policy: Clinic.Policy), 3);
        var ops = service.Ops();

        foreach (var projection in service.Services.GetRequiredService<StoreModel>().Projections)
        {
            var answer = await ops.RebuildWhole(projection.Name);

            Assert.Equal(("done", null), (answer.State, answer.Error));
            Assert.Equal((0, 0, 0), (answer.Parity!.Differing, answer.Parity.Missing, answer.Parity.Extra));
            Assert.Equal(projection.Tables.Order(), answer.Tables.Select(table => table.Table).Order());
            Assert.Equal(projection.Tables.Count > projection.Guards.Count, answer.Kept);
        }

        await Invariants.Check(service);
        await Visits(await Clinic.Open(service), 1);
        await Invariants.Check(service);
    }

    [Fact]
    public async Task What_somebody_changed_by_hand_is_told_and_mended()
    {
        await Visits(await Clinic.Open(service), 1);
        await using (var wrong = service.Database.DataSource.CreateCommand("update appointments set due = due + 1 where id = (select id from appointments limit 1)"))
        {
            await wrong.ExecuteNonQueryAsync();
        }

        var answer = await service.Ops().RebuildWhole("appointments");

        Assert.Equal((1, 0, 0), (answer.Parity!.Differing, answer.Parity.Missing, answer.Parity.Extra));
        await Invariants.Check(service);
    }

    [Fact]
    public async Task Nobody_goes_on_offering_the_wrong_times_that_were_put_right()
    {
        var clinic = await Clinic.Open(service);
        await using (var wrong = service.Database.DataSource.CreateCommand("delete from offered_slots where doctor_id = $1"))
        {
            wrong.Parameters.Add(new() { Value = clinic.Doctor });
            await wrong.ExecuteNonQueryAsync();
        }

        Assert.Empty(await clinic.Free());

        Assert.NotEqual(0, (await service.Ops().RebuildWhole("calendar")).Parity!.Missing);

        await Waiting.Until(async () => (await clinic.Free()).Count > 0, "the windows of before to be forgotten");
    }

    [Fact]
    public async Task What_was_replaced_is_dropped_when_asked()
    {
        var ops = service.Ops();
        Assert.True((await ops.RebuildWhole("reviews")).Kept);

        Assert.Equal(HttpStatusCode.NoContent, (await ops.EndRebuild("reviews")).Status);

        Assert.False((await ops.RebuildStatus("reviews")).Value.Kept);
        Assert.Equal(HttpStatusCode.NoContent, (await ops.EndRebuild("reviews")).Status);
    }

    [Fact]
    public async Task Cancelling_again_does_not_drop_what_an_earlier_one_kept()
    {
        var ops = service.Ops();
        Assert.True((await ops.RebuildWhole("coupons")).Kept);
        await using (var elsewhere = await service.Services.GetRequiredService<ProjectionRebuilds>().Begin("coupons", "elsewhere", default))
        {
            Assert.NotNull(elsewhere);
            Assert.Equal(HttpStatusCode.NoContent, (await ops.EndRebuild("coupons")).Status);
        }

        Assert.Equal(HttpStatusCode.NoContent, (await ops.EndRebuild("coupons")).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await ops.EndRebuild("coupons")).Status);

        var status = (await ops.RebuildStatus("coupons")).Value;
        Assert.Equal(("cancelled", true), (status.State, status.Kept));
    }

    [Fact]
    public async Task Of_two_at_once_one_is_told_that_it_runs()
    {
        await using var elsewhere = await service.Services.GetRequiredService<ProjectionRebuilds>().Begin("waitlist", "elsewhere", default);

        var refused = await service.Ops().Rebuild("waitlist");

        Assert.Equal((HttpStatusCode.Conflict, "rebuild-running"), (refused.Status, refused.Problem?.Code));
        Assert.Equal("rebuilding", (await service.Ops().Projections()).Value.Items.Single(item => item.Name == "waitlist").State);
    }

    [Fact]
    public async Task There_is_nothing_to_tell_of_what_never_was()
    {
        var ops = service.Ops();

        Assert.Equal(HttpStatusCode.NotFound, (await ops.Rebuild("nothing")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await ops.RebuildStatus("nothing")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await ops.EndRebuild("ratings; drop table")).Status);
    }

    [Fact]
    public async Task A_node_that_is_killed_leaves_the_live_tables_and_another_goes_on()
    {
        await Visits(await Clinic.Open(service), 1);
        await using var node = await ServiceProcess.Start(service);
        foreach (var projection in (string[])["appointments", "time_zones"])
        {
            _ = (await node.For(service.Ops()).Rebuild(projection)).Value;
        }

        node.Kill();
        await Invariants.Check(service);

        foreach (var projection in (string[])["appointments", "time_zones"])
        {
            Assert.Equal("done", (await service.Ops().RebuildWhole(projection)).State);
        }

        await Invariants.Check(service);
    }

    async Task Visits(Clinic clinic, int count)
    {
        var patient = service.Patient();
        foreach (var start in (await clinic.Free()).Take(count))
        {
            _ = await clinic.Confirmed(patient, start);
        }
    }
}
