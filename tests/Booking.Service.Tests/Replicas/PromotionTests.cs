using System.Collections.Concurrent;
using System.Net;
using Booking.Contracts;
using NodaTime;
using Npgsql;
using Xunit;

namespace Booking.Service.Tests.Replicas;

/// <summary>The primary is killed in the middle of work and the replica takes its place; the nodes are not started anew.</summary>
[Collection(CountedReads.Name)]
public sealed class PromotionTests
{
    const int Patients = 8;

    readonly ConcurrentQueue<HoldAnswer> acknowledged = new();
    int unanswered;

    [Fact]
    public async Task With_a_synchronous_replica_no_acknowledged_hold_is_lost_and_the_service_goes_on()
    {
        await using var service = new ReplicaFixture();
        await service.InitializeAsync();
        var clinic = await Clinic.Open(service);
        var free = await clinic.Free();
        _ = await service.Primary.Ask("alter system set synchronous_standby_names = '*'");
        _ = await service.Primary.Ask("select pg_reload_conf()");
        await Waiting.Until(async () => await service.Primary.Ask("select sync_state from pg_stat_replication") is "sync", "the replica to be synchronous");

        using var stop = new CancellationTokenSource();
        var work = Task.WhenAll(Enumerable.Range(0, Patients).Select(i => Task.Run(() => Hold(clinic, [.. free.Skip(i * 30).Take(30)], stop.Token))));
        await Waiting.Until(() => Task.FromResult(acknowledged.Count >= 20), "the first holds");
        service.Primary.Kill();
        await Promote(service);
        var before = acknowledged.Count;
        await Waiting.Until(() => Task.FromResult(acknowledged.Count > before + 10 || work.IsCompleted), "holds after the promotion");
        await stop.CancelAsync();
        await work;

        Assert.True(acknowledged.Count > before, $"{acknowledged.Count} holds, {before} of them before the promotion, {unanswered} requests in between");
        Assert.Empty(await Lost(service));
        await Invariants.Check(service);
    }

    [Fact]
    public async Task Without_one_exactly_what_it_had_not_received_is_lost()
    {
        await using var service = new ReplicaFixture();
        await service.InitializeAsync();
        var clinic = await Clinic.Open(service);
        var free = await clinic.Free();
        await Hold(clinic, free[..5], CancellationToken.None);
        await service.CatchUp();
        // From here on the primary is alone.
        _ = await service.Replica.Ask("alter system set primary_conninfo = ''");
        _ = await service.Replica.Ask("select pg_reload_conf()");
        await Waiting.Until(async () => await service.Primary.Ask("select count(*) from pg_stat_replication") is 0L, "the replica to be cut off");
        await Hold(clinic, free[5..8], CancellationToken.None);
        service.Primary.Kill();
        await Promote(service);
        await Waiting.Until(async () => (await clinic.Hold(service.Patient(), free[20])).Status == HttpStatusCode.Created, "the new primary");

        var lost = await Lost(service);

        Assert.Equal(free[5..8], lost.Select(hold => hold.Start).Order());
        Assert.Equal(free[5..8], (await clinic.Free()).Where(free[5..8].Contains));
        await Hold(clinic, free[5..8], CancellationToken.None);
        await Invariants.Check(service);
    }

    static async Task Promote(ReplicaFixture service)
    {
        Assert.Equal(true, await service.Replica.Ask("select pg_promote(true, 120)"));
        await Waiting.Until(async () => (await service.Http().GetAsync("/health/ready")).IsSuccessStatusCode, "the node to be ready again");
    }

    /// <summary>Each start until it is answered, as a client does that stops at no outage.</summary>
    async Task Hold(Clinic clinic, IEnumerable<Instant> starts, CancellationToken stop)
    {
        foreach (var start in starts)
        {
            var (patient, key) = (clinic.Service.Patient(), Guid.NewGuid().ToString());
            while (!stop.IsCancellationRequested)
            {
                var answer = await clinic.Hold(patient, start, key: key);
                if (answer.Body is { } hold)
                {
                    acknowledged.Enqueue(hold);
                    break;
                }

                Assert.True(answer.Status == HttpStatusCode.ServiceUnavailable, $"{(int)answer.Status} {answer.Problem?.Code}");
                Interlocked.Increment(ref unanswered);
                await Task.Yield();
            }
        }
    }

    async Task<List<HoldAnswer>> Lost(ReplicaFixture service)
    {
        await using var now = NpgsqlDataSource.Create(service.Replica.ConnectionString);
        await using var command = now.CreateCommand("select data ->> 'hold' from mt_events where type = 'slot_held'");
        await using var row = await command.ExecuteReaderAsync();
        HashSet<Guid> held = [];
        while (await row.ReadAsync())
            held.Add(Guid.Parse(row.GetString(0)));
        return [.. acknowledged.Where(hold => !held.Contains(hold.Id))];
    }
}
