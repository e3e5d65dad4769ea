using System.Net;
using System.Text.Json;
using Booking.Contracts;
using Booking.Service.TimeZones;
using Booking.Testing;
using Xunit;

namespace Booking.Service.Tests.TimeZones;

/// <summary>Which rules a process has: NodaTime's, or those of a file; and what it tells of them.</summary>
[Collection(OneProcess.Name)]
public sealed class TimeZoneRulesTests(LawFixture service) : IClassFixture<LawFixture>
{
    [Fact]
    public async Task The_version_in_force_is_told_by_readiness_and_to_ops()
    {
        Zones.Use(Tzdb.Before);

        using var ready = JsonDocument.Parse(await service.Http().GetStringAsync("/health/ready"));

        Assert.Equal("2026e", ready.RootElement.GetProperty("timeZones").GetString());
        Assert.Equal("2026e", (await service.Ops().TimeZones()).Value.Running);
    }

    [Theory]
    [InlineData("nowhere.nzd", "cannot be read")]
    [InlineData("cut.nzd", "is not a whole time zone database")]
    [InlineData("bits.nzd", "is not a whole time zone database")]
    [InlineData("empty.nzd", "cannot be read")]
    [InlineData("long.nzd", "is not a whole time zone database")]
    public async Task A_file_that_is_broken_refuses_to_start_in_one_sentence(string name, string why)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "tzdb", name);
        if (Broken(name) is { } bytes)
            await File.WriteAllBytesAsync(path, bytes);

        var run = await ProgramRun.Start(
            ["--ConnectionStrings:Booking=Host=127.0.0.1;Port=1;Database=none;Username=none", "--environment=Development", $"--Booking:TimeZones={path}"]);

        Assert.Equal(2, run.Code);
        Assert.StartsWith($"Booking:TimeZones names {path}, which {why}", Assert.Single(run.Error), StringComparison.Ordinal);
    }

    [Fact]
    public async Task By_command_rules_of_a_file_are_applied_and_older_ones_only_by_force()
    {
        await using var database = await ServiceFixture.NewDatabase();
        var older = (Key: "Booking__TimeZones", Value: (string?)Tzdb.File("2026d"));

        var refused = await Apply(database, [], older);
        var forced = await Apply(database, ["--force"], older);
        var forward = await Apply(database, []);
        var nothing = await Apply(database, []);

        Assert.Equal(1, refused.Code);
        Assert.EndsWith("doctors stand by newer rules, which --force would take back", Assert.Single(refused.Output), StringComparison.Ordinal);
        Assert.Equal(0, forced.Code);
        Assert.StartsWith("2026f to 2026d: ", Assert.Single(forced.Output), StringComparison.Ordinal);
        Assert.StartsWith("2026d to 2026f: ", Assert.Single(forward.Output), StringComparison.Ordinal);
        Assert.Equal((0, "2026f: nothing to do"), (nothing.Code, Assert.Single(nothing.Output)));
    }

    [Fact]
    public async Task The_visits_of_a_run_come_in_pages_and_those_of_no_run_do_not_exist()
    {
        var clinic = await service.OpenBefore(new(9, 0), new(13, 0));
        foreach (var start in (await clinic.Free(days: 1)).Take(3))
            _ = await clinic.Pending(service.Patient(), start);
        var applied = await service.Enact(Tzdb.After);
        var ops = service.Ops();

        List<TimeZoneVisit> all = [];
        string? next = null;
        do
        {
            var page = (await ops.TimeZoneVisits(applied.Run!.Id, new(2, next))).Value;
            all.AddRange(page.Items);
            next = page.Next;
        }
        while (next is not null);

        Assert.Equal((applied.Run.VisitsMoved + applied.Run.Conflicts, 3), (all.Count, all.Count(v => v.DoctorId == clinic.Doctor)));
        (await ops.TimeZoneVisits(Guid.NewGuid())).Refused(HttpStatusCode.NotFound, "not-found");
        var bad = await ops.Http.GetAsync($"/ops/time-zones/{applied.Run.Id}/visits?limit=101");
        Assert.Equal(["limit"], (await bad.Problem(400, "invalid")).Errors!.Keys);
    }

    static byte[]? Broken(string name)
    {
        var whole = File.ReadAllBytes(Tzdb.File("2026e"));
        return name switch
        {
            "cut.nzd" => whole[..(whole.Length / 2)],
            "bits.nzd" => [.. whole.Select((b, i) => i > 20_000 ? (byte)(b ^ 0x5A) : b)],
            "empty.nzd" => [],
            "long.nzd" => new byte[5 * 1024 * 1024],
            _ => null,
        };
    }

    static Task<ProgramRun> Apply(TestDatabase database, string[] options, params (string Key, string? Value)[] settings) => ProgramRun.Start(
        ["zones", "apply", .. options], "", [("ConnectionStrings__Booking", database.ConnectionString), ProgramRun.MasterKeys, .. settings]);
}
