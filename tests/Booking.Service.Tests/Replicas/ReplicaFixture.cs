using System.Diagnostics.Metrics;
using Booking.Testing;
using Npgsql;
using Xunit;

namespace Booking.Service.Tests.Replicas;

/// <summary>Who counts public reads counts those of the whole process, so classes that make some run one after the other.</summary>
[CollectionDefinition(Name)]
public static class CountedReads
{
    public const string Name = "counted reads";
}

/// <summary>The service on a primary and a streaming replica of its own, both real.</summary>
public sealed class ReplicaFixture : ServiceFixture
{
    readonly MeterListener listener = new();
    readonly Lock gate = new();
    readonly Dictionary<(string By, string Reason), int> reads = [];
    PrivateCluster? primary, replica;

    public PrivateCluster Primary => primary!;
    public PrivateCluster Replica => replica!;

    /// <summary>Names both servers, so that writes follow a promotion.</summary>
    public string Both => $"{With(Primary.ConnectionString, $"127.0.0.1:{Primary.Port},127.0.0.1:{Replica.Port}")};Maximum Pool Size=40";

    // Five minutes, because the seconds that a busy machine takes are no lag.
    protected override (string Key, string? Value)[] Settings => [("ConnectionStrings:BookingReplicas", Replica.ConnectionString), ("Reads:MaxReplicaLag", "300"), ("Logging:LogLevel:Default", "Critical")];

    public override async ValueTask InitializeAsync()
    {
        primary = await PrivateCluster.Start("--fast", "--database", "booking");
        _ = await primary.Ask("alter role booking set synchronous_commit = on");
        replica = await primary.Follow("--fast", "--database", "booking");
        Listen();
        StartNode(Both);
    }

    /// <summary>How many public reads were answered so.</summary>
    public int Reads(string by, string reason = "")
    {
        lock (gate) return reads.GetValueOrDefault((by, reason));
    }

    /// <summary>Waits until the replica has replayed all that the primary has done by now.</summary>
    public async Task CatchUp()
    {
        var position = (string)(await Primary.Ask("select pg_current_wal_insert_lsn()::text"))!;
        await Waiting.Until(async () => await Replica.Ask($"select pg_last_wal_replay_lsn() >= '{position}'") is true, "the replica");
    }

    public async Task PauseReplay()
    {
        _ = await Replica.Ask("select pg_wal_replay_pause()");
        await Waiting.Until(async () => await Replica.Ask("select pg_get_wal_replay_pause_state()") is "paused", "the replica to pause");
    }

    public Task ResumeReplay() => Replica.Ask("select pg_wal_replay_resume()");

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        listener.Dispose();
        if (replica is not null)
            await replica.DisposeAsync();
        if (primary is not null)
            await primary.DisposeAsync();
    }

    static string With(string connectionString, string hosts) => new NpgsqlConnectionStringBuilder(connectionString) { Host = hosts }.ConnectionString;

    void Listen()
    {
        listener.InstrumentPublished = static (instrument, ears) =>
        {
            if (instrument is { Name: "booking.reads", Meter.Name: "Booking.Service" })
                ears.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, count, tags, _) =>
        {
            var (by, reason) = ("", "");
            foreach (var (key, value) in tags)
                (by, reason) = key == "by" ? ((string)value!, reason) : (by, (string)value!);
            lock (gate) reads[(by, reason)] = reads.GetValueOrDefault((by, reason)) + (int)count;
        });
        listener.Start();
    }
}
