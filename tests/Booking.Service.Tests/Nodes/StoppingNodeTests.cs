using System.Net;
using Booking.Contracts;
using Booking.EventStore;
using Npgsql;
using Xunit;

namespace Booking.Service.Tests.Nodes;

/// <summary>A node that is asked to stop in the middle of a request.</summary>
public sealed class StoppingNodeTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task A_stopping_node_says_so_answers_what_it_has_begun_and_closes_its_connections()
    {
        var clinic = await Clinic.Open(service);
        var free = await clinic.Free();
        await using var node = await ServiceProcess.Start(service.Database.ConnectionString, ("Shutdown:GraceSeconds", "2"));
        var (underway, later) = (node.For(service.Patient()), node.For(service.Patient()));
        Task<Answer<HoldAnswer>> begun;
        await using (var busy = await Calendar(clinic))
        {
            begun = clinic.Hold(underway, free[0]);
            await Waiting.Until(async () => await Invariants.Count(service, "select count(*) from pg_locks where not granted") > 0, "the request to wait");
            await node.Terminate();
            await Waiting.Until(async () => (await later.Http.GetAsync("/health/ready")).StatusCode == HttpStatusCode.ServiceUnavailable, "the node to say that it stops");

            // Until the balancer has noticed, requests are answered; behind each answer the connection is closed.
            using var answer = await later.Http.GetAsync($"/api/doctors/{clinic.Doctor}");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.True(answer.Headers.ConnectionClose);
        }

        var hold = await begun;

        Assert.Equal(HttpStatusCode.Created, hold.Status);
        Assert.Equal(0, await node.Ended());
        Assert.Equal(1, await Invariants.Count(service, "select count(*) from slot_claims where hold_id = $1", Pg.Uuid(hold.Value.Id)));
        Assert.Equal(0, await Invariants.Count(service, "select count(*) from outbox where lease is not null"));
    }

    /// <summary>The doctor's calendar, locked until it is given back.</summary>
    async Task<NpgsqlConnection> Calendar(Clinic clinic)
    {
        var connection = await service.Database.DataSource.OpenConnectionAsync();
        await using var begin = new NpgsqlCommand("set idle_in_transaction_session_timeout = 0; begin", connection);
        await begin.ExecuteNonQueryAsync();
        await using var schedule = new NpgsqlCommand("select 1 from mt_streams where id = (select schedule_id from calendars where doctor_id = $1) for update", connection)
            .With(Pg.Uuid(clinic.Doctor));
        await schedule.ExecuteNonQueryAsync();
        return connection;
    }
}
