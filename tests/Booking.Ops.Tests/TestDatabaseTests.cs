using Booking.Testing;
using Npgsql;
using Xunit;

namespace Booking.Ops.Tests;

public sealed class TestDatabaseTests
{
    [Fact]
    public async Task Databases_of_one_template_start_alike_and_do_not_see_each_other()
    {
        await using var one = await TestDatabase.Create(MakeTable, "alike");
        await using var two = await TestDatabase.Create(MakeTable, "alike");

        await Execute(one, "insert into things values (1)");

        Assert.Equal(1L, await Execute(one, "select count(*) from things"));
        Assert.Equal(0L, await Execute(two, "select count(*) from things"));
    }

    [Fact]
    public async Task A_template_is_migrated_once_however_many_ask_at_the_same_time()
    {
        var migrations = 0;
        Task Migrate(string template)
        {
            Interlocked.Increment(ref migrations);
            return MakeTable(template);
        }

        var databases = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => TestDatabase.Create(Migrate, "once")));

        Assert.Equal(1, migrations);
        foreach (var database in databases) await database.DisposeAsync();
    }

    [Fact]
    public async Task A_disposed_database_is_gone_even_while_a_connection_is_open()
    {
        var database = await TestDatabase.Create();
        await using var open = new NpgsqlConnection(database.ConnectionString);
        await open.OpenAsync(TestContext.Current.CancellationToken);

        await database.DisposeAsync();

        var refused = await Assert.ThrowsAsync<PostgresException>(() => Connect(database.ConnectionString));
        Assert.Equal(PostgresErrorCodes.InvalidCatalogName, refused.SqlState);
    }

    static async Task Connect(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
    }

    static async Task MakeTable(string template)
    {
        await using var connection = new NpgsqlConnection(template);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("create table things (id int)", connection);
        await command.ExecuteNonQueryAsync();
    }

    static async Task<object?> Execute(TestDatabase database, string sql)
    {
        await using var command = database.DataSource.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
