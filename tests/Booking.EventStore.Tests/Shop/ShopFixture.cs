using Booking.EventStore.Outbox;
using Booking.Testing;
using NodaTime;
using Npgsql;
using Xunit;

namespace Booking.EventStore.Tests.Shop;

/// <summary>A database of its own with the store's tables and the carts', for one test class.</summary>
public sealed class ShopFixture : IAsyncLifetime
{
    public static readonly Instant Noon = Instant.FromUtc(2027, 3, 1, 12, 0);

    readonly List<NpgsqlDataSource> _opened = [];
    TestDatabase? _database;

    public NpgsqlDataSource DataSource { get; private set; } = null!;
    public int Port => new NpgsqlConnectionStringBuilder(_database!.ConnectionString).Port;
    public Category<CartState, CartEvent> Category { get; } = Carts.Category();

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.Create(Migrate, "shop");
        DataSource = Open();
    }

    static async Task Migrate(string connectionString)
    {
        await using var template = NpgsqlDataSource.Create(connectionString);
        await new Migrator(template, typeof(StreamStore).Assembly).Migrate(default);
        await using var tables = template.CreateCommand(Carts.Tables);
        await tables.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var opened in _opened)
        {
            await opened.DisposeAsync();
        }

        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }

    /// <summary>A pool of its own, with the settings that the store asks of its connections.</summary>
    public NpgsqlDataSource Open(string lockTimeout = "5s", Action<NpgsqlConnectionStringBuilder>? change = null)
    {
        var settings = new NpgsqlConnectionStringBuilder(_database!.ConnectionString)
        {
            Options = $"-c lock_timeout={lockTimeout} -c idle_in_transaction_session_timeout=10s",
            MaxPoolSize = 24,
            MaxAutoPrepare = 50,
        };
        change?.Invoke(settings);
        var opened = NpgsqlDataSource.Create(settings);
        _opened.Add(opened);
        return opened;
    }

    /// <summary>A store over the carts; tests of one class may each have their own.</summary>
    public StreamStore Store(
        NpgsqlDataSource? dataSource = null, StoreModel? model = null, AnswerSeal? seal = null, int optimistic = 2, TimeSpan? patience = null) =>
        new(dataSource ?? DataSource, model ?? Carts.Model(Category), seal ?? AnswerSeal.None, new OutboxSignal())
        {
            OptimisticAttempts = optimistic,
            Patience = patience ?? TimeSpan.FromSeconds(30),
        };

    public static StreamId NewCart() => new(Guid.NewGuid());

    public static CommandContext At(Instant? now = null, IdempotencyKey? key = null) =>
        new(now ?? Noon, "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", new("ann", "desk")) { Idempotency = key };

    public static IdempotencyKey Key(string key, byte request = 1) => new("ann", key, [request]);

    /// <summary>Comes back when the task waits for somebody's lock, or has ended because it did not have to.</summary>
    public Task UntilLockedOut(Task task) => Until(task, "datname = current_database() and wait_event_type = 'Lock'");

    /// <summary>Comes back when a session is seen in this condition, or the task has ended.</summary>
    public async Task Until(Task task, string condition, params NpgsqlParameter[] parameters)
    {
        while (!task.IsCompleted && await Count($"select count(*) from pg_stat_activity where {condition}", [.. parameters.Select(p => p.Clone())]) == 0)
        {
        }
    }

    public async Task<long> Count(string sql, params NpgsqlParameter[] parameters)
    {
        await using var command = DataSource.CreateCommand(sql).With(parameters);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public async Task Run(string sql, params NpgsqlParameter[] parameters)
    {
        await using var command = DataSource.CreateCommand(sql).With(parameters);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>What a command on one cart left behind, wherever it could have.</summary>
    public async Task<Traces> TracesOf(StreamId cart, string key = "") => new(
        await Count("select count(*) from mt_streams where id = $1", Pg.Uuid(cart)),
        await Count("select count(*) from mt_events where stream_id = $1", Pg.Uuid(cart)),
        await Count("select count(*) from carts where id = $1", Pg.Uuid(cart)),
        await Count("select count(*) from cart_lines where cart_id = $1", Pg.Uuid(cart)),
        await Count("select count(*) from outbox where order_key = $1", Pg.Uuid(cart)),
        await Count("select count(*) from idempotency where key = $1", Pg.Text(key)));
}

public sealed record Traces(long Streams, long Events, long Carts, long Lines, long Messages, long Answers)
{
    public static readonly Traces None = new(0, 0, 0, 0, 0, 0);
}
