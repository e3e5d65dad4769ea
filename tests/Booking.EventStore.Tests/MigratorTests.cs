using System.Reflection;
using System.Text;
using Booking.Testing;
using Npgsql;
using Xunit;

namespace Booking.EventStore.Tests;

/// <summary>The schema is brought up once, by whoever comes first, and never past what the program knows.</summary>
public sealed class MigratorTests : IAsyncLifetime
{
    static readonly (string, string) One = ("0001_one.sql", "create table one (id int)");
    static readonly (string, string) Two = ("0002_two.sql", "create table two (id int)");

    TestDatabase? _database;

    NpgsqlDataSource DataSource => _database!.DataSource;

    public async ValueTask InitializeAsync() => _database = await TestDatabase.Create();

    public ValueTask DisposeAsync() => _database!.DisposeAsync();

    [Fact]
    public async Task An_empty_database_is_not_current_and_a_migrated_one_is()
    {
        Assert.False(await Migrator(One).IsCurrent(default));
        Assert.Equal(["0001_one"], await Migrator(One).Migrate(default));
        Assert.True(await Migrator(One).IsCurrent(default));
        Assert.False(await Migrator(One, Two).IsCurrent(default));
    }

    [Fact]
    public async Task Migrations_are_applied_once_in_order_over_all_assemblies()
    {
        Assembly[] assemblies = [new Migrations(("0003_three.sql", "alter table two add name text")), new Migrations(Two, One)];

        Assert.Equal(["0001_one", "0002_two", "0003_three"], await new Migrator(DataSource, assemblies).Migrate(default));
        Assert.Empty(await new Migrator(DataSource, assemblies).Migrate(default));
    }

    [Fact]
    public async Task Of_several_that_start_at_once_one_migrates()
    {
        var applied = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Migrator(One, Two).Migrate(default)));

        Assert.Equal(["0001_one", "0002_two"], applied.SelectMany(names => names));
        Assert.Single(applied, names => names.Count > 0);
    }

    [Fact]
    public async Task A_migration_that_was_changed_after_it_was_applied_is_refused_by_name()
    {
        await Migrator(One).Migrate(default);

        var error = await Assert.ThrowsAsync<MigrationRefusedException>(() => Migrator(("0001_one.sql", "create table uno (id int)"), Two).Migrate(default));

        Assert.Contains("0001_one", error.Message);
        Assert.False(await Exists("two"));
    }

    [Fact]
    public async Task A_database_that_is_newer_than_the_program_is_refused_and_says_what_to_do()
    {
        await Migrator(One, Two).Migrate(default);

        var error = await Assert.ThrowsAsync<MigrationRefusedException>(() => Migrator(One).Migrate(default));

        Assert.Equal("The database has migration 0002, which this program does not know (it knows up to 0001). Run a newer program.", error.Message);
        await Assert.ThrowsAsync<MigrationRefusedException>(() => Migrator(One).IsCurrent(default));
    }

    [Fact]
    public async Task A_migration_that_fails_leaves_nothing_and_can_be_mended()
    {
        var broken = ("0002_two.sql", "create table two (id int); select 1 / 0;");

        await Assert.ThrowsAsync<PostgresException>(() => Migrator(One, broken).Migrate(default));

        Assert.True(await Exists("one"));
        Assert.False(await Exists("two"));
        Assert.Equal(["0002_two"], await Migrator(One, Two).Migrate(default).WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task A_connection_that_ends_in_a_migration_is_reported_as_what_it_is()
    {
        var fatal = ("0002_two.sql", "create table two (id int); select pg_terminate_backend(pg_backend_pid());");

        var error = await Assert.ThrowsAsync<PostgresException>(() => Migrator(One, fatal).Migrate(default));

        Assert.Equal(PostgresErrorCodes.AdminShutdown, error.SqlState);
        Assert.Equal(["0002_two"], await Migrator(One, Two).Migrate(default).WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void Two_migrations_of_one_number_are_named()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Migrator(One, ("0001_another.sql", "select 1")));

        Assert.Contains("0001_one", error.Message);
        Assert.Contains("0001_another", error.Message);
    }

    Migrator Migrator(params (string, string)[] files) => new(DataSource, new Migrations(files));

    async Task<bool> Exists(string table)
    {
        await using var command = DataSource.CreateCommand("select to_regclass($1) is not null").With(Pg.Text(table));
        return (bool)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>An assembly with these files embedded.</summary>
    sealed class Migrations(params (string Name, string Sql)[] files) : Assembly
    {
        public override string[] GetManifestResourceNames() => [.. files.Select(f => f.Name), "Booking.g.resources"];

        public override Stream GetManifestResourceStream(string name) => new MemoryStream(Encoding.UTF8.GetBytes(files.Single(f => f.Name == name).Sql));
    }
}
