using System.Diagnostics;
using Booking.EventStore;
using Booking.Service.Hosting;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace Booking.Bench.Store;

/// <summary>Makes the databases of a run on the server that <c>ConnectionStrings__Booking</c> names.</summary>
static class Databases
{
    public static string Admin { get; } = Environment.GetEnvironmentVariable("ConnectionStrings__Booking")
        ?? throw new InvalidOperationException("ConnectionStrings__Booking is not set; bench/run sets it.");

    /// <summary>A new database with this name; what had the name before is dropped.</summary>
    public static async Task<string> Create(string name)
    {
        await using var admin = OpenAdmin();
        await Run(admin, $"drop database if exists {name} with (force)");
        await Run(admin, $"create database {name}");
        return new NpgsqlConnectionStringBuilder(Admin) { Database = name }.ConnectionString;
    }

    public static NpgsqlDataSource OpenAdmin() => NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(Admin) { Pooling = false });

    /// <summary>A pool with the settings of the service, to the letter.</summary>
    public static NpgsqlDataSource Open(string connectionString) => NpgsqlDataSource.Create(Database.ConnectionString(
        new ConfigurationBuilder().AddInMemoryCollection([new("ConnectionStrings:Booking", connectionString)]).Build()));

    /// <summary>A database with the store's tables and the charts, once for us and once for the side written by hand.</summary>
    public static async Task<NpgsqlDataSource> CreateStore(string name)
    {
        var dataSource = Open(await Create(name));
        await new Migrator(dataSource, typeof(StreamStore).Assembly).Migrate(default);
        await Run(dataSource, Text("raw_store.sql"));
        await Run(dataSource, Text("charts.sql"));
        await Run(dataSource, "set search_path = raw;" + Text("charts.sql"));
        return dataSource;
    }

    /// <summary>Adds charts by one statement. Foreign keys are not checked, since the rows are right by construction.</summary>
    public static async Task Seed(NpgsqlDataSource dataSource, string schema, int charts, int events)
    {
        var began = Stopwatch.GetTimestamp();
        await using var connection = await dataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var how = new NpgsqlCommand($"set local search_path = {schema}; set local session_replication_role = replica", connection))
        {
            await how.ExecuteNonQueryAsync();
        }

        await using var seed = new NpgsqlCommand(Text("seed_charts.sql"), connection) { CommandTimeout = 0 };
        seed.With(Pg.Int(charts), Pg.Int(events));
        await seed.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
        await Run(dataSource, $"vacuum analyze {schema}.mt_streams, {schema}.mt_events, {schema}.charts");
        await Console.Error.WriteLineAsync($"Seeded {charts} charts of {events} events in {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s.");
    }

    public static async Task Run(NpgsqlDataSource dataSource, string sql)
    {
        await using var command = dataSource.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }

    public static async Task<T> Scalar<T>(NpgsqlDataSource dataSource, string sql)
    {
        await using var command = dataSource.CreateCommand(sql);
        command.CommandTimeout = 0;
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public static string Text(string name)
    {
        using var reader = new StreamReader(typeof(Databases).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
