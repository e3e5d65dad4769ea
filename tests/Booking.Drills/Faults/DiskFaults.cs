namespace Booking.Drills.Faults;

/// <summary>Disks that are full or slow.</summary>
static class DiskFaults
{
    public static readonly IReadOnlyList<Fault> All =
    [
        new("data-disk-full", "writes are 503, reads go on; well again when there is room", DataFull, new(Disk: DataOnSmallDisk)),
        new("wal-disk-full", "PostgreSQL panics and stays away until there is room: live 200, ready 503, nothing accepted is lost", WalFull,
            new(Disk: WalOnSmallDisk, Database: ["min_wal_size=32MB", "max_wal_size=48MB"])),
        new("slow-disk", "each flush of the log waits 100 ms with all locks held: slower, no error", Slow),
    ];

    static string Small(Server server) => server.Folder + "-small";

    /// <summary>The tables on 16 MB more than they need, the log elsewhere.</summary>
    static Task<Func<Task>> DataOnSmallDisk(Server server) => Move(server, "base", spare: 16);

    static Task<Func<Task>> WalOnSmallDisk(Server server) => Move(server, "pg_wal", spare: 72);

    static async Task<Func<Task>> Move(Server server, string part, int spare)
    {
        var (folder, small) = (Path.Combine(server.Folder, part), Small(server));
        var used = new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length) >> 20;
        await Shell.Mount(small, (int)used + spare);
        await Shell.Run([.. Shell.AsPostgres, "cp", "-a", folder + "/.", small]);
        await Shell.Run("rm", "-rf", folder);
        await Shell.Run([.. Shell.AsPostgres, "ln", "-s", small, folder]);
        return () => Shell.Unmount(small);
    }

    static async Task<string> DataFull(FaultRun run)
    {
        var fill = Path.Combine(Small(run.Site.Server), "fill");
        await Shell.Fill(fill);
        // Pages that are already there have room for some rows; a table of our own asks for whatever is left.
        await run.Site.Server.Do("create table if not exists drill_filler (t text)").ContinueWith(static _ => { }, TaskScheduler.Default);
        await run.Wait(20);
        var reads = await run.Site.Ground.Insist(_ => run.Site.Ground.Desk().Doctors());
        run.Check(reads.Body is not null, "the directory could not be read while the disk was full");
        File.Delete(fill);
        run.Site.Tally.Over();
        return "tables' disk full for 20 s";
    }

    static async Task<string> WalFull(FaultRun run)
    {
        var fill = Path.Combine(Small(run.Site.Server), "fill");
        await Shell.Fill(fill);
        for (var tries = 0; tries < 200 && await run.Site.Server.Answers(); tries++)
            await run.Site.Server.Do("select pg_logical_emit_message(false, 'drill', repeat('x', 500000))").ContinueWith(static _ => { }, TaskScheduler.Default);
        run.Check(!await run.Site.Server.Answers(), "PostgreSQL lives on a full disk");
        await run.Becomes(0, "ready", 503, within: 5);
        await run.Wait(10);
        await run.Becomes(0, "live", 200, within: 0);
        File.Delete(fill);
        await run.Site.Server.Start(run.Site.Setup.Database!);
        run.Site.Tally.Over();
        await run.Becomes(0, "ready", 200, within: 5);
        return "log's disk full until PANIC, then 10 s more";
    }

    static async Task<string> Slow(FaultRun run)
    {
        foreach (var setting in (string[])["alter system set commit_delay = 100000", "alter system set commit_siblings = 0", "select pg_reload_conf()"])
            await run.Site.Server.Do(setting);
        await run.Wait(20);
        foreach (var setting in (string[])["alter system reset all", "select pg_reload_conf()"])
            await run.Site.Server.Do(setting);
        run.Site.Tally.Over();
        return "commit_delay 100 ms for 20 s";
    }
}
