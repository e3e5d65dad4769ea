using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Accounts;
using Booking.Service.Patients;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace Booking.Service.Tests.Patients;

public sealed class PatientDirectoryTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    PatientDirectory Patients => service.Services.GetRequiredService<PatientDirectory>();

    [Fact]
    public async Task Somebody_new_is_written_down_as_they_are()
    {
        var id = await Find(People.Ann with { FullName = "  Ann Example " });

        Assert.Equal(new(id.Value, "Ann Example", "ann@people.test", "+971501234567", "Asia/Dubai", "en"), await Patients.Get(id, default));
        Assert.True(await Patients.Exists(id, default));
        Assert.False(await Patients.Exists(PatientId.New(), default));
    }

    [Fact]
    public async Task A_known_address_is_that_patient_whatever_its_case_and_nothing_is_written_over()
    {
        var first = await Find(People.Ann with { Email = "Known@people.test" });

        var second = await Find(new("Somebody Else", "kNOWN@People.test", "+4930123456", "Europe/Berlin"));

        Assert.Equal(first, second);
        Assert.Equal("Ann Example", (await Patients.Get(first, default))!.FullName);
        Assert.Single(await service.Database.DataSource.ReadStream(first.Stream()));
    }

    [Fact]
    public async Task Many_who_write_down_the_same_address_at_once_get_one_patient()
    {
        var (rows, streams) = (await Count("patients"), await Count("mt_streams"));
        await using var gate = await service.Database.DataSource.OpenConnectionAsync();
        await using var closed = await gate.BeginTransactionAsync();
        await using var close = new NpgsqlCommand("lock table patients in share mode", gate);
        await close.ExecuteNonQueryAsync();

        var finding = Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Find(People.Ann with { Email = "crowd@people.test" })));
        while (!finding.IsCompleted && await Count("pg_locks where relation = 'patients'::regclass and not granted") < 8)
        {
        }

        await closed.CommitAsync();
        var ids = await finding;

        Assert.Single(ids.Distinct());
        Assert.Equal(rows + 1, await Count("patients"));
        Assert.Equal(streams + 1, await Count("mt_streams"));
    }

    [Fact]
    public async Task A_key_that_was_used_for_another_request_is_the_whole_requests_matter()
    {
        var context = People.Context with { Idempotency = new("somebody", "key", [1]) };
        await Execute("insert into idempotency values ('somebody', 'key', '\\x02', 200, null, null, '', '2027-03-01T08:00:00Z')");

        var id = await Patients.FindOrRegister(People.Ann with { Email = "step@people.test" }, context, default);

        Assert.True(await Patients.Exists(id, default));
    }

    [Fact]
    public async Task Registering_under_a_given_id_again_changes_nothing()
    {
        var contact = Contact.Of(People.Ann with { Email = "given@people.test" });
        var id = PatientId.New();

        Assert.True(await Patients.Register(id, contact, People.Context, default));
        Assert.True(await Patients.Register(id, contact, People.Context, default));
        Assert.False(await Patients.Register(PatientId.New(), contact, People.Context, default));
        Assert.Single(await service.Database.DataSource.ReadStream(id.Stream()));
    }

    [Fact]
    public async Task The_day_sheet_gets_names_and_numbers_and_erased_for_who_is_gone()
    {
        var (ann, bob) = (await Find(People.Ann with { Email = "day@people.test" }), await Find(new("Bob Gone", "gone@people.test", "+4930123456", "Europe/Berlin")));
        await Erase(bob);

        var details = await Patients.Details([ann, bob, ann], default);

        Assert.Equal(new(ann.Value, "Ann Example", "+971501234567"), details[ann]);
        Assert.Equal(new(bob.Value, "erased", ""), details[bob]);
        Assert.Null(await Patients.Get(bob, default));
        Assert.False(await Patients.Exists(bob, default));
    }

    [Fact]
    public async Task An_erased_patients_address_is_free_for_somebody_new()
    {
        var gone = await Find(People.Ann with { Email = "free@people.test" });
        await Erase(gone);
        await service.Services.GetRequiredService<StreamStore>().Transact(Patient.Category, gone.Stream(), _ => [new PatientErased()], People.Context, default);

        Assert.NotEqual(gone, await Find(People.Ann with { Email = "free@people.test" }));
    }

    [Fact]
    public async Task The_demo_patient_is_a_patient_too() =>
        Assert.Equal(DemoAccounts.Patient, await Patients.FindByEmail(DemoAccounts.PatientEmail, default));

    [Fact]
    public async Task The_read_model_is_what_the_events_say()
    {
        await Find(People.Ann with { Email = "parity@people.test" });
        await using var connection = await service.Database.DataSource.OpenConnectionAsync();

        var parity = await Replay.Compare(connection, service.Services.GetRequiredService<StoreModel>(), default);

        var patients = Assert.Single(parity, table => table.Table == "patients");
        Assert.True(patients.IsClean && patients.Same > 0, patients.ToString());
    }

    Task<PatientId> Find(NewPatient details) => Patients.FindOrRegister(details, People.Context, default);

    Task Erase(PatientId patient) => Execute("delete from patient_keys where patient_id = $1", Pg.Uuid(patient.Value));

    async Task Execute(string sql, params NpgsqlParameter[] parameters)
    {
        await using var command = service.Database.DataSource.CreateCommand(sql).With(parameters);
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }

    async Task<long> Count(string rows)
    {
        await using var command = service.Database.DataSource.CreateCommand($"select count(*) from {rows}");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
