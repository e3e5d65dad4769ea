using System.Globalization;
using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Accounts;
using Booking.Service.Tests;
using Booking.Service.Tests.Notifications;
using Microsoft.Extensions.Hosting;
using NodaTime;
using Npgsql;
using Payments.Sandbox;

namespace Booking.Drills.Recovery;

/// <summary>The drill of <c>ops/recovery</c>: a load, a disaster in the middle of it, and the ten proofs that all came back which could.</summary>
static class RecoveryDrill
{
    const int ArchiveTimeout = 5, MostVisits = 1_000, Spare = 20;
    static readonly TimeSpan Breath = TimeSpan.FromSeconds(1.5);

    public static async Task<int> Run(string[] args)
    {
        if (Options.Read("recovery", args, Options.Seed, ("bookings", 120, 8, MostVisits)) is not { } options)
            return 2;

        var (seed, visits) = (options["seed"], options["bookings"]);
        Console.WriteLine($"Seed {seed}, {visits} bookings, a part of the log is archived every {ArchiveTimeout} s at the latest");
        await using var place = new RecoveryPlace();
        await using var sandbox = await Sandbox.Start();
        await using var smtp = LoopbackSmtp.Start();
        await using var forwarder = new Forwarder();
        await place.Init(ArchiveTimeout);
        var database = await place.Start("first");
        (string, string?)[] settings =
        [
            ("Booking:PublicAddress", forwarder.Address.AbsoluteUri), ("Payments:Stripe:BaseAddress", sandbox.Stripe.AbsoluteUri),
            ("Booking:ErasureLedger", place.Apart("erasures")), ("Mail:Smtp:Host", "127.0.0.1"), ("Mail:Smtp:Port", smtp.Port.ToString(CultureInfo.InvariantCulture)),
        ];
        DrillPeople people;
        await using (var maker = ServiceFixture.StartOn(database, Environments.Development))
            people = DrillPeople.Of(maker.Services, Spare);
        await using var source = NpgsqlDataSource.Create(database);
        using var ground = new DrillGround(forwarder.Address, people, sandbox.Controls, source);
        var lived = await Live(new(place, ground, forwarder, database, settings), visits, new Random(seed));

        var proofs = new Proofs();
        var after = new AfterDisaster(place, lived, proofs, sandbox.Controls, smtp, settings);
        var line = await after.Latest();
        await after.Instant();
        proofs.Show(10, line.EndsWith("chain=ok", StringComparison.Ordinal), "in one line:");
        Console.WriteLine($"{line} seed={seed}");
        return proofs.Hold ? 0 : 1;
    }

    sealed record Scene(RecoveryPlace Place, DrillGround Ground, Forwarder Forwarder, string Database, (string, string?)[] Settings);

    /// <summary>Until the disaster: base backup, load, an instant that is remembered, an erasure after it, and anchors all the while.</summary>
    static async Task<Lived> Live(Scene scene, int visits, Random random)
    {
        await using var node = new RecoveryNode(scene.Database, scene.Settings);
        await node.Start();
        scene.Forwarder.Add(node.Address);
        var (place, ground) = (scene.Place, scene.Ground);
        var load = new RecoveryLoad(ground, place, random);
        await load.Open();
        var canary = await Register(ground);
        Console.WriteLine((await place.Backup(scene.Database, "base", "--keep", "2")).Said);

        using var stop = new CancellationTokenSource();
        var anchoring = Anchor(ground, place, stop.Token);
        await load.Run(visits / 2, CancellationToken.None);
        await Task.Delay(Breath);
        var middle = (await ground.Query("select clock_timestamp()", row => row.GetInstant(0)))[0];
        await Task.Delay(Breath);
        _ = (await ground.Insist(key => ground.Ops().ErasePatient(canary, key))).Value;
        var wal = (await ground.Query("select pg_walfile_name(pg_current_wal_insert_lsn())", row => row.GetString(0)))[0];
        var rest = load.Run(int.MaxValue, stop.Token);
        while (load.Accepted.Count < visits * 4 / 5 || !await IsArchived(ground, wal))
            await Task.Delay(50);

        var lost = RecoveryPlace.Now;
        await place.Destroy("first");
        node.Kill();
        scene.Forwarder.Remove(node.Address);
        await stop.CancelAsync();
        await Task.WhenAll(anchoring, rest);
        Console.WriteLine($"The server and its files are gone after {load.Accepted.Count} accepted bookings.");
        return new(lost, middle, canary, load);
    }

    /// <summary>Whether that part of the log would survive.</summary>
    static async Task<bool> IsArchived(DrillGround ground, string wal) =>
        (await ground.Query("select coalesce(last_archived_wal, '') >= $1 from pg_stat_archiver", row => row.GetBoolean(0), Pg.Text(wal)))[0];

    static async Task<Guid> Register(DrillGround ground)
    {
        using var http = new HttpClient { BaseAddress = ground.Address };
        var client = new BookingClient(http);
        _ = await client.Register(new("canary@recovery.test", DemoAccounts.Password, "Zebulonia Quarksworth", "+971509918273", "Asia/Dubai", "en"));
        await client.SignIn("canary@recovery.test", DemoAccounts.Password);
        return (await client.Me()).Value.Id;
    }

    static async Task Anchor(DrillGround ground, RecoveryPlace place, CancellationToken stop)
    {
        try
        {
            while (true)
            {
                var anchor = await LogAnchor.Take(ground.Database, RecoveryPlace.Now, upTo: null, stop);
                await File.AppendAllTextAsync(place.Apart("anchors"), $"{anchor}\n", stop);
                await Task.Delay(500, stop);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or NpgsqlException)
        {
            // The disaster, or the end of the load.
        }
    }
}
