using System.Net;
using Booking.Contracts;
using Booking.EventStore;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Booking.Service.Tests.SlotLocks;

/// <summary>Nodes share nothing but the database, and it alone decides.</summary>
public sealed class TwoNodesTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task Patients_of_two_nodes_who_want_one_slot_are_one_hold()
    {
        await using var other = service.Start(Environments.Development);
        var clinic = await Clinic.Open(service);
        var patients = Enumerable.Range(0, 20).Select(i => i % 2 == 0 ? service.Patient() : other.As(Roles.Patient)).ToArray();
        var free = await clinic.Free();
        for (var round = 0; round < 10; round++)
        {
            var answers = await Task.WhenAll(patients.Select(patient => clinic.Hold(patient, free[round])));

            Assert.Single(answers, answer => answer.Status == HttpStatusCode.Created);
            Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.Created), answer => answer.Conflict("slot-taken"));
        }

        await Invariants.Check(service);
    }

    [Fact]
    public async Task A_node_that_is_killed_takes_no_acknowledged_hold_with_it_and_leaves_none_half_done()
    {
        var clinic = await Clinic.Open(service);
        var free = await clinic.Free();
        await using var node = await ServiceProcess.Start(service);
        var (here, there, cutOff) = (new List<HoldAnswer>(), new List<HoldAnswer>(), 0);

        await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => i % 2 == 0 ? Work(service.Patient(), i, here) : Doomed(node.For(service.Patient()), i))));

        Assert.True(there.Count >= 12 && cutOff > 0, $"{there.Count} holds were acknowledged before the kill, {cutOff} requests were under way.");
        foreach (var hold in here.Concat(there))
        {
            const string Events = "select count(*) from mt_events where type = 'slot_held' and data ->> 'hold' = $1";
            Assert.Equal(1, await Invariants.Count(service, Events, Pg.Text(hold.Id.ToString())));
            Assert.Equal(1, await Invariants.Count(service, "select count(*) from slot_claims where hold_id = $1", Pg.Uuid(hold.Id)));
        }

        await Invariants.Check(service);
        Assert.Equal(HttpStatusCode.Created, (await clinic.Hold(service.Patient(), free[^1])).Status);

        // The patients of both nodes want the same slots, and each now and then one that nobody else wants.
        async Task Work(BookingClient client, int i, List<HoldAnswer> held)
        {
            for (var n = 0; n < 15; n++)
            {
                var answer = await clinic.Hold(client, n % 2 == 0 ? free[(i / 2) + (n * 3)] : free[^(2 + i + (n * 16))]);
                lock (held)
                {
                    if (answer.Body is { } hold)
                        held.Add(hold);
                    if (held == there && held.Count == 12)
                        node.Kill();
                }
            }
        }

        async Task Doomed(BookingClient client, int i)
        {
            try
            {
                await Work(client, i, there);
            }
            catch (HttpRequestException)
            {
                // The node is gone, with this request perhaps done and perhaps not.
                Interlocked.Increment(ref cutOff);
            }
        }
    }
}
