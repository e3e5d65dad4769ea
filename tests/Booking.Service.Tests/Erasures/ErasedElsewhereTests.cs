using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Erasures;
using Booking.Service.Tests.Ops;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Erasures;

/// <summary>An erasure reaches what is kept of somebody beside the live tables and under other people's names.</summary>
public sealed class ErasedElsewhereTests(ErasureFixture service) : IClassFixture<ErasureFixture>
{
    [Fact]
    public async Task What_the_desk_was_answered_of_an_erased_patient_is_not_kept_for_repeats()
    {
        var clinic = await Clinic.Open(service);
        var (id, me, _) = await service.Person();
        var free = await clinic.Free();
        var (mine, theirs) = (await clinic.Pending(me, free[0]), await clinic.Pending(service.Patient(), free[3]));
        var desk = service.Desk();
        var answer = (await desk.Cancel(mine.Id, new("earwax-of-doom"), idempotencyKey: "of the erased")).Value;
        Assert.Equal(AppointmentStatus.Cancelled, answer.Status);
        _ = (await desk.Cancel(theirs.Id, new("another's"), idempotencyKey: "of another")).Value;
        Assert.Equal((1, 1), (await Kept("of the erased"), await Kept("of another")));

        _ = (await service.Ops().ErasePatient(id)).Value;

        Assert.Equal((0, 1), (await Kept("of the erased"), await Kept("of another")));
    }

    [Fact]
    public async Task The_tables_that_a_rebuild_replaced_keep_no_row_of_an_erased_patient()
    {
        var (id, _, _) = await service.Person();
        Assert.Equal("done", (await service.Ops().RebuildWhole("patients")).State);
        Assert.Equal(1, await Rows("kept_patients.patients", id));

        _ = (await service.Ops().ErasePatient(id)).Value;

        Assert.Equal(0, await Rows("kept_patients.patients", id));
        await Invariants.Check(service);
    }

    [Fact]
    public async Task A_rebuild_that_was_broken_off_keeps_no_row_of_an_erased_patient_and_one_that_has_the_table_for_itself_holds_up_none()
    {
        var ((id, _, _), (other, _, _)) = (await service.Person(), await service.Person());
        await using var connection = await service.Database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await Run(connection, "create schema rebuild_patients");
        await Run(connection, "create table rebuild_patients.patients as select * from patients");

        _ = (await service.Ops().ErasePatient(id)).Value;
        Assert.Equal((0, 1), (await Rows("rebuild_patients.patients", id), await Rows("rebuild_patients.patients", other)));

        await Run(connection, "begin");
        await Run(connection, "lock table rebuild_patients.patients in access exclusive mode");
        _ = (await service.Ops().ErasePatient(other)).Value;
        await Run(connection, "rollback");
        await Run(connection, "drop schema rebuild_patients cascade");
        Assert.Equal(1, await service.EventsOf(other));
    }

    [Fact]
    public async Task What_a_node_that_died_after_the_commit_left_beside_is_taken_away_by_the_next_that_starts()
    {
        var clinic = await Clinic.Open(service);
        var (id, me, _) = await service.Person();
        var mine = await clinic.Pending(me, (await clinic.Free())[0]);
        _ = (await service.Desk().Cancel(mine.Id, new("earwax-of-doom"), idempotencyKey: "left behind")).Value;
        Assert.Equal("done", (await service.Ops().RebuildWhole("patients")).State);
        await using var connection = await service.Database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await Run(connection, $"create temporary table row as select * from kept_patients.patients where id = '{id}'");
        await Run(connection, "create temporary table answer as select * from idempotency where key = 'left behind'");
        _ = (await service.Ops().ErasePatient(id)).Value;
        await Run(connection, "insert into kept_patients.patients select * from row");
        await Run(connection, "insert into idempotency select * from answer");
        Assert.Equal((1, 1), (await Rows("kept_patients.patients", id), await Kept("left behind")));

        await new ErasureSweep(service.Database.DataSource, service.Services.GetRequiredService<IClock>(), NullLogger<ErasureSweep>.Instance).Again(default);

        Assert.Equal((0, 0), (await Rows("kept_patients.patients", id), await Kept("left behind")));
    }

    Task<long> Kept(string key) => Invariants.Count(service, "select count(*) from idempotency where key = $1", Pg.Text(key));

    Task<long> Rows(string table, Guid id) => Invariants.Count(service, $"select count(*) from {table} where id = $1", Pg.Uuid(id));

    static async Task Run(Npgsql.NpgsqlConnection connection, string sql)
    {
        await using var command = new Npgsql.NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
