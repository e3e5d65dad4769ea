using System.Collections.Concurrent;
using Npgsql;

namespace Booking.Testing;

/// <summary>
/// A database of one test class, copied from a template that is migrated once a process. Disposing drops it, whoever is
/// still connected.
/// </summary>
public sealed class TestDatabase : IAsyncDisposable
{
    const int PoolSize = 60; // The cluster has 200 connections for all classes that run at the same time.
    static readonly string Run = $"booking_test_{Environment.ProcessId}_{Guid.NewGuid():n}"[..30];
    static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Templates = new(StringComparer.Ordinal);
    static int count;

    readonly string database;

    TestDatabase(string database, string connectionString)
    {
        this.database = database;
        ConnectionString = connectionString;
        DataSource = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { Options = "-c idle_in_transaction_session_timeout=0" });
    }

    /// <summary>Of the user who owns the database; at most 60 connections.</summary>
    public string ConnectionString { get; }

    /// <summary>A pool of its own on <see cref="ConnectionString"/>, closed when this is disposed. A lock that a test holds lasts as long as the test lets it.</summary>
    public NpgsqlDataSource DataSource { get; }

    /// <summary>A new database: empty, or as <paramref name="migrate"/> leaves it.</summary>
    /// <param name="migrate">Gets the template's connection string, the first time that its key is asked for.</param>
    /// <param name="template">The key: callers who name the same one share the first one's migration.</param>
    public static async Task<TestDatabase> Create(Func<string, Task>? migrate = null, string template = "default")
    {
        var name = $"{Run}_{Interlocked.Increment(ref count)}";
        var source = migrate is null
            ? "template0"
            : await Templates.GetOrAdd(template, _ => new(() => MakeTemplate(migrate))).Value;
        await Administer($"create database {name} template {source}");
        return new(name, await ConnectionTo(name, pooled: true));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await DataSource.DisposeAsync();
        await using (var pooled = new NpgsqlConnection(ConnectionString)) NpgsqlConnection.ClearPool(pooled);
        await Administer($"drop database if exists {database} with (force)");
    }

    static async Task<string> MakeTemplate(Func<string, Task> migrate)
    {
        var name = $"{Run}_template_{Interlocked.Increment(ref count)}";
        await Administer($"create database {name} template template0");
        if (TestCluster.IsForeign) AppDomain.CurrentDomain.ProcessExit += (_, _) => DropAtExit(name);
        await migrate(await ConnectionTo(name, pooled: false));
        // A single open connection would make the copy fail, so nobody gets in from here on.
        await Administer($"alter database {name} allow_connections false");
        return name;
    }

    static void DropAtExit(string name) => Administer($"drop database if exists {name} with (force)").GetAwaiter().GetResult();

    static async Task<string> ConnectionTo(string name, bool pooled) => new NpgsqlConnectionStringBuilder(await TestCluster.Start())
    {
        Database = name,
        Pooling = pooled,
        MaxPoolSize = PoolSize,
        IncludeErrorDetail = true,
    }.ConnectionString;

    static async Task Administer(string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(await TestCluster.Start()) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
