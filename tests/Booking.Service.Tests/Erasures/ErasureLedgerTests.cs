using System.Net;
using Booking.Service.Erasures;
using Booking.Service.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Erasures;

/// <summary>Nobody comes back: not by a restore, not by a node that dies at the wrong moment, not by a hand in the ledger.</summary>
public sealed class ErasureLedgerTests(ErasureFixture service) : IClassFixture<ErasureFixture>
{
    [Fact]
    public async Task A_restored_database_serves_nobody_until_the_erasures_are_replayed()
    {
        var (id, _, _) = await service.Person();
        await service.Name(id, Duration.FromHours(1));
        await using var restored = service.Start(Environments.Development, ("Booking:ErasureLedger", service.Ledger));
        using var http = restored.Client();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await http.GetAsync("/health/ready")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/live")).StatusCode);
        await (await http.GetAsync("/api/doctors")).Problem(503, "erasures-not-replayed");

        var replay = await Replay();
        Assert.Equal((0, "1 erased again, 0 of the database written into the ledger, 0 left."), (replay.Code, Assert.Single(replay.Output)));
        await restored.Services.GetRequiredService<ErasureKeeper>().Look(CancellationToken.None);

        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/ready")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/api/doctors")).StatusCode);
        Assert.Equal(0, (await Replay()).Code);
        Assert.Equal(1, await service.EventsOf(id));
        await Invariants.Check(service);
    }

    [Fact]
    public async Task What_a_dead_node_had_written_down_another_finishes_and_nothing_that_is_under_way()
    {
        var (id, _, _) = await service.Person();
        var keeper = service.Services.GetRequiredService<ErasureKeeper>();
        await service.Name(id);

        await keeper.Look(CancellationToken.None);
        Assert.Equal(0, await service.EventsOf(id));
        await keeper.Look(CancellationToken.None);

        Assert.Equal(1, await service.EventsOf(id));
    }

    [Fact]
    public async Task The_only_node_that_died_in_an_erasure_finishes_it_before_it_serves_again()
    {
        var (id, _, _) = await service.Person();
        await service.Name(id);

        await using var again = service.Start(Environments.Development, ("Booking:ErasureLedger", service.Ledger));
        using var http = again.Client();

        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/ready")).StatusCode);
        Assert.Equal(1, await service.EventsOf(id));
    }

    [Fact]
    public async Task What_one_withdraws_late_does_not_take_back_the_erasure_of_another()
    {
        using var file = new LedgerFile();
        var ann = PatientId.New();
        await file.Ledger.Write(Line(ann), default); // Is refused in a moment.
        await file.Ledger.Write(Line(ann), default); // Is done.
        await file.Ledger.Write(Line(ann) with { Withdrawn = true }, default);
        Assert.Equal(ann, Assert.Single(await file.Ledger.Read(default)).Patient);

        await file.Ledger.Write(Line(ann) with { Withdrawn = true }, default);
        await file.Ledger.Write(Line(ann) with { Withdrawn = true }, default);
        Assert.Empty(await file.Ledger.Read(default));
        await file.Ledger.Write(Line(ann), default);
        Assert.Single(await file.Ledger.Read(default));
    }

    [Fact]
    public async Task A_line_that_was_cut_short_is_no_line_and_the_next_takes_its_place()
    {
        using var file = new LedgerFile();
        var (ann, bob) = (PatientId.New(), PatientId.New());
        await file.Ledger.Write(Line(ann), default);
        await File.AppendAllTextAsync(file.Path, "2026-11-21T13:00:00Z erase 0192", TestContext.Current.CancellationToken);

        Assert.Equal([ann], (await file.Ledger.Read(default)).Select(line => line.Patient));
        await file.Ledger.Write(Line(bob), default);
        Assert.Equal([ann, bob], (await file.Ledger.Read(default)).Select(line => line.Patient));
    }

    [Fact]
    public async Task A_line_that_was_altered_or_taken_out_is_named()
    {
        using var file = new LedgerFile();
        foreach (var _ in Enumerable.Range(0, 3))
            await file.Ledger.Write(Line(PatientId.New()), default);
        var lines = await File.ReadAllLinesAsync(file.Path, TestContext.Current.CancellationToken);

        await File.WriteAllLinesAsync(file.Path, [lines[0], lines[2]], TestContext.Current.CancellationToken);
        Assert.Contains("Line 2", (await Assert.ThrowsAsync<ErasureLedgerException>(() => file.Ledger.Read(default))).Message, StringComparison.Ordinal);
        await File.WriteAllLinesAsync(file.Path, [lines[0].Replace("erase", "void", StringComparison.Ordinal), lines[1]], TestContext.Current.CancellationToken);
        Assert.Contains("Line 1", (await Assert.ThrowsAsync<ErasureLedgerException>(() => file.Ledger.Write(Line(PatientId.New()), default))).Message, StringComparison.Ordinal);
        await using var node = service.Start(Environments.Development, ("Booking:ErasureLedger", file.Path));
        using var http = node.Client();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await http.GetAsync("/health/ready")).StatusCode);
    }

    [Fact]
    public async Task Many_who_write_at_once_leave_one_whole_chain()
    {
        using var file = new LedgerFile();
        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => file.Ledger.Write(Line(PatientId.New()), default)));

        Assert.Equal(40, (await file.Ledger.Read(default)).Count);
    }

    [Fact]
    public async Task Where_no_ledger_can_be_written_nobody_is_erased()
    {
        var (id, _, _) = await service.Person();
        await using var nowhere = service.Start(Environments.Development, ("Booking:ErasureLedger", "/proc/no-such/ledger"));
        (await nowhere.As(Roles.Ops).ErasePatient(id)).Refused(HttpStatusCode.ServiceUnavailable, "erasure-ledger-failed");
        await using var production = service.Start(Environments.Production);
        (await production.As(Roles.Ops).ErasePatient(id)).Conflict("no-erasure-ledger");
        Assert.Equal(0, await service.EventsOf(id));
    }

    static ErasureLine Line(PatientId patient) => new(Instant.FromUtc(2026, 11, 21, 13, 0), patient, Withdrawn: false);

    Task<ProgramRun> Replay() => ProgramRun.Start(
        ["erasures", "replay"], environment:
        [("ConnectionStrings__Booking", service.Database.ConnectionString), ProgramRun.MasterKeys, ("ASPNETCORE_ENVIRONMENT", "Development"), ("Booking__ErasureLedger", service.Ledger)]);
}
