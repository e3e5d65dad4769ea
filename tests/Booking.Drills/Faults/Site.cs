using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using Booking.Service.Tests;
using Npgsql;
using Payments.Sandbox;

namespace Booking.Drills.Faults;

/// <param name="Nodes">Of the service, 1 or 2.</param>
/// <param name="Settings">Of every node beside the common ones; also variables of its environment.</param>
/// <param name="Database">Settings of the server, <c>name=value</c>.</param>
/// <param name="PoolSize">Connections that a node may have.</param>
/// <param name="Disk">Puts a part of the server's folder on another disk before it starts; what it answers takes that away.</param>
sealed record SiteSetup(
    int Nodes = 1, (string Key, string? Value)[]? Settings = null, string[]? Database = null, int PoolSize = 40, Func<Server, Task<Func<Task>>>? Disk = null);

/// <summary>Where a fault happens: a database of its own, nodes of the service behind one address, the network between, and a provider.</summary>
sealed class Site : IAsyncDisposable
{
    static readonly TimeSpan ReadyIn = TimeSpan.FromSeconds(60), Look = TimeSpan.FromMilliseconds(50);

    readonly List<(string Key, string? Value)> settings = [];
    readonly ConcurrentQueue<IReadOnlyCollection<string>> earlier = new();
    readonly HttpClient health = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(10) };
    readonly NpgsqlDataSource admin;
    ImmutableList<ServiceProcess> nodes = [];
    Func<Task> takeDisk = () => Task.CompletedTask;

    Site(Base ground, Server server, SiteSetup setup, Sandbox sandbox)
    {
        (Base, Server, Setup, Sandbox, Wire) = (ground, server, setup, sandbox, Testing.CuttingProxy.To(server.Port));
        admin = NpgsqlDataSource.Create(server.ConnectionString);
        Ground = new(Forwarder.Address, ground.People, sandbox.Controls, admin);
        settings.AddRange(
            [("Booking:PublicAddress", Forwarder.Address.AbsoluteUri), ("Payments:Stripe:BaseAddress", sandbox.Stripe.AbsoluteUri), ("Logging:LogLevel:Default", "Warning"), .. setup.Settings ?? []]);
    }

    public Base Base { get; }
    public Server Server { get; }
    public SiteSetup Setup { get; }
    public Sandbox Sandbox { get; }
    public Testing.CuttingProxy Wire { get; }
    public Forwarder Forwarder { get; } = new();
    public DrillGround Ground { get; }
    public Tally Tally { get; } = new();
    public ImmutableList<ServiceProcess> Nodes => nodes;

    /// <summary>How long nodes took from their start until they were ready, the longest.</summary>
    public TimeSpan SlowestReady { get; private set; }

    /// <summary>What all nodes said, dead ones included.</summary>
    public IEnumerable<string> Said => earlier.Concat(Nodes.Select(node => node.Said)).SelectMany(said => said);

    public static async Task<Site> Open(Base ground, string name, SiteSetup setup)
    {
        var server = await ground.Server.Copy(Path.Combine(ground.Folder, name));
        var take = setup.Disk is null ? null : await setup.Disk(server);
        await server.Start(setup.Database ?? []);
        var site = new Site(ground, server, setup, await Sandbox.Start(new() { RetryScale = 100 }));
        site.takeDisk = take ?? site.takeDisk;
        foreach (var doctor in ground.Of)
            site.Sandbox.Controls.AddAccount(doctor.Merchant(site.Forwarder.Address));
        // Whoever stops the drill stops its nodes and takes its disks away.
        AppDomain.CurrentDomain.ProcessExit += site.End;
        for (var node = 0; node < setup.Nodes; node++)
            await site.Start();
        return site;
    }

    /// <summary>One more node; it gets requests when it is ready.</summary>
    public async Task<ServiceProcess> Start(params (string Key, string? Value)[] own)
    {
        var began = TimeProvider.System.GetTimestamp();
        var node = await ServiceProcess.Start(Server.Through(Wire.Port, Setup.PoolSize), [.. settings, .. own]);
        ImmutableInterlocked.Update(ref nodes, all => all.Add(node));
        await Ready(node);
        var took = TimeProvider.System.GetElapsedTime(began);
        SlowestReady = took > SlowestReady ? took : SlowestReady;
        Forwarder.Add(node.Address);
        return node;
    }

    /// <summary>SIGKILL.</summary>
    public async Task Kill(ServiceProcess node)
    {
        node.Kill();
        Forwarder.Remove(node.Address);
        ImmutableInterlocked.Update(ref nodes, all => all.Remove(node));
        earlier.Enqueue(node.Said);
        await node.DisposeAsync();
    }

    /// <summary>Waits until a node says that it is ready.</summary>
    /// <exception cref="TimeoutException">It does not within a minute.</exception>
    public async Task Ready(ServiceProcess node)
    {
        for (var began = TimeProvider.System.GetTimestamp(); await Health(node, "ready") != 200; await Task.Delay(Look))
            if (TimeProvider.System.GetElapsedTime(began) > ReadyIn)
                throw new TimeoutException("The service was not ready within a minute.");
    }

    /// <returns>The status; 0 when there was no answer.</returns>
    public async Task<int> Health(ServiceProcess node, string which)
    {
        try
        {
            using var answer = await health.GetAsync(new Uri(node.Address, $"/health/{which}"));
            return (int)answer.StatusCode;
        }
        catch (Exception lost) when (lost is HttpRequestException or TaskCanceledException)
        {
            return 0;
        }
    }

    /// <summary>Resident memory of a node in megabytes.</summary>
    public static long Memory(ServiceProcess node) => Process.GetProcessById(node.Id).WorkingSet64 >> 20;

    void End(object? sender, EventArgs e)
    {
        Nodes.ForEach(node => node.Kill());
        takeDisk().GetAwaiter().GetResult();
    }

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= End;
        foreach (var node in Nodes)
            await node.DisposeAsync();
        Ground.Dispose();
        health.Dispose();
        await Forwarder.DisposeAsync();
        await Wire.DisposeAsync();
        await Sandbox.DisposeAsync();
        await admin.DisposeAsync();
        await Server.DisposeAsync();
        await takeDisk();
        await Shell.Try("rm", "-rf", Server.Folder);
    }
}
