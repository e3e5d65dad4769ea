using System.Text.Json;
using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Accounts;
using Booking.Testing;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Xunit;

namespace Booking.Service.Tests.Ops;

/// <summary>The commands of operators, as processes on a real database, in Production.</summary>
public sealed class CommandLineTests
{
    const string Password = "a long enough secret";

    [Fact]
    public async Task From_nothing_to_an_account_of_ops_that_signs_in()
    {
        await using var database = await TestDatabase.Create();

        var refused = await Run(database, []);
        var migrated = await Run(database, ["migrate"]);
        var again = await Run(database, ["migrate"]);
        var added = await Run(database, ["accounts", "add", "ops@clinic.test", "--role", "ops"]);

        Assert.Equal(2, refused.Code);
        Assert.Contains("migrate", Assert.Single(refused.Error), StringComparison.Ordinal);
        Assert.Equal((0, "applied 0001_event_store"), (migrated.Code, migrated.Output[0]));
        Assert.Equal((0, "The schema is up to date."), (again.Code, Assert.Single(again.Output)));
        Assert.Equal((0, "ops@clinic.test can sign in as ops."), (added.Code, added.Output[0]));
        var password = added.Output[1]["Password: ".Length..];
        await using var production = ServiceFixture.StartOn(database.ConnectionString, Environments.Production, ("Accounts:StaffMfa", "false"));
        var client = new BookingClient(production.Client());
        _ = (await client.SignIn("ops@clinic.test", password)).Value;
        Assert.DoesNotContain((await client.Verify()).Value.Invariants, invariant => invariant.Violations > 0);
    }

    [Fact]
    public async Task Commands_on_a_schema_that_is_not_current_are_refused()
    {
        await using var database = await TestDatabase.Create();

        var verify = await Run(database, ["verify"]);
        var add = await Run(database, ["accounts", "add", "ops@clinic.test", "--role", "ops"]);

        Assert.Equal((2, 2), (verify.Code, add.Code));
        Assert.Contains("migrate", Assert.Single(verify.Error), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_is_newer_than_the_program_is_refused_in_one_line()
    {
        await using var database = await ServiceFixture.NewDatabase();
        await Sql(database, "insert into schema_migrations (version, name, checksum) values (9999, '9999_later', '')");

        var run = await Run(database, ["migrate"]);

        Assert.Equal(2, run.Code);
        Assert.Contains("9999", Assert.Single(run.Error), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_prints_a_table_and_ends_with_1_when_something_is_wrong()
    {
        await using var clinic = await BusyClinic.Create();

        var clean = await Run(clinic, ["verify"]);
        await Sql(clinic, "delete from slot_claims where appointment_id is null");
        var broken = await Run(clinic, ["verify"]);
        var json = await Run(clinic, ["verify", "--json"]);

        Assert.Equal(0, clean.Code);
        Assert.All(clean.Output, line => Assert.EndsWith(" ok", line, StringComparison.Ordinal));
        Assert.Equal(1, broken.Code);
        Assert.Contains(broken.Output, line => line.StartsWith("holds-without-claim", StringComparison.Ordinal) && line.EndsWith(" 1 violations", StringComparison.Ordinal));
        Assert.Equal(1, json.Code);
        var answer = JsonSerializer.Deserialize<VerifyAnswer>(Assert.Single(json.Output), ContractsJson.Options)!;
        Assert.Contains(answer.Invariants, invariant => invariant is { Name: "holds-without-claim", Violations: 1 });
    }

    [Fact]
    public async Task A_doctors_account_is_made_for_a_doctor_that_exists()
    {
        await using var clinic = await BusyClinic.Create();
        var (known, taken, unknown) = (await AnotherDoctor(clinic), DemoAccounts.Doctor.ToString(), Guid.NewGuid().ToString());

        var stranger = await Run(clinic, ["accounts", "add", "sarah@clinic.test", "--role", "doctor", "--doctor", unknown, "--password-stdin"], Password);
        var added = await Run(clinic, ["accounts", "add", "sarah@clinic.test", "--role", "doctor", "--doctor", known, "--password-stdin"], Password);
        var second = await Run(clinic, ["accounts", "add", "ahmed@clinic.test", "--role", "doctor", "--doctor", taken, "--password-stdin"], Password);

        Assert.Equal((1, $"Doctor {taken} signs in with another account already."), (second.Code, Assert.Single(second.Error)));
        Assert.Equal((1, $"There is no doctor {unknown}."), (stranger.Code, Assert.Single(stranger.Error)));
        Assert.Equal((0, "sarah@clinic.test can sign in as doctor."), (added.Code, Assert.Single(added.Output)));
        await using var host = ServiceFixture.StartOn(clinic.ConnectionString, Environments.Development);
        var client = new BookingClient(host.Client());
        _ = (await client.SignIn("sarah@clinic.test", Password)).Value;
        Assert.Equal(new Guid(known), (await client.Me()).Value.DoctorId);
    }

    [Theory]
    [InlineData(1, "has an account already", "ops@demo.test", "--role", "ops")]
    [InlineData(1, "is no e-mail address", "nobody", "--role", "ops")]
    [InlineData(2, "patient", "somebody@clinic.test", "--role", "patient")]
    [InlineData(2, "--role", "somebody@clinic.test")]
    [InlineData(2, "--doctor", "somebody@clinic.test", "--role", "doctor")]
    [InlineData(2, "--doctor", "somebody@clinic.test", "--role", "ops", "--doctor", "00000000-0000-4000-8000-0000000000d1")]
    public async Task An_account_that_cannot_be_is_not_made(int code, string reason, params string[] arguments)
    {
        await using var database = await ServiceFixture.NewDatabase();

        var run = await Run(database, ["accounts", "add", .. arguments, "--password-stdin"], Password);

        Assert.Equal(code, run.Code);
        Assert.Contains(reason, string.Join(' ', run.Error), StringComparison.Ordinal);
        Assert.Equal(4L, await Count(database));
    }

    [Fact]
    public async Task A_weak_password_is_refused()
    {
        await using var database = await ServiceFixture.NewDatabase();

        var run = await Run(database, ["accounts", "add", "somebody@clinic.test", "--role", "ops", "--password-stdin"], "short");

        Assert.Equal((1, "Password: Must have 12 characters or more."), (run.Code, Assert.Single(run.Error)));
        Assert.Equal(4L, await Count(database));
    }

    [Fact]
    public async Task A_command_that_does_not_exist_is_refused() => Assert.Equal(2, (await ProgramRun.Start(["migrat"])).Code);

    static Task<ProgramRun> Run(TestDatabase database, string[] arguments, string input = "") =>
        ProgramRun.Start(arguments, input, ("ConnectionStrings__Booking", database.ConnectionString), ProgramRun.MasterKeys);

    static async Task<string> AnotherDoctor(TestDatabase clinic)
    {
        await using var command = clinic.DataSource.CreateCommand("select min(id::text) from doctors where id <> $1").With(Pg.Uuid(DemoAccounts.Doctor.Value));
        return (string)(await command.ExecuteScalarAsync())!;
    }

    static async Task<long> Count(TestDatabase database)
    {
        await using var command = database.DataSource.CreateCommand("select count(*) from identity.accounts");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    static async Task Sql(TestDatabase database, string sql)
    {
        await using var command = database.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
