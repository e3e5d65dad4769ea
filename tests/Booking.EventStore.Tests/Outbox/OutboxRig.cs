using System.Text.Json.Serialization;
using Booking.EventStore.Outbox;
using Booking.Testing;
using NodaTime;
using Npgsql;

namespace Booking.EventStore.Tests.Outbox;

/// <summary>The message of these tests.</summary>
sealed record Step(Guid Story, int Number);

[JsonSerializable(typeof(Step))]
[JsonSerializable(typeof(string))]
sealed partial class StepJson : JsonSerializerContext;

/// <summary>A database of its own with an outbox, a clock that stands still, and what sends and takes messages.</summary>
sealed class OutboxRig : IAsyncDisposable
{
    public static readonly Instant Noon = Instant.FromUtc(2027, 3, 1, 12, 0);
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    readonly TestDatabase _database;

    OutboxRig(TestDatabase database)
    {
        _database = database;
        Leases = new(database.DataSource, Clock);
        DeadLetters = new(database.DataSource, new());
    }

    public static MessageTypes Types { get; } = new MessageTypes().Add("step", StepJson.Default.Step);

    public FakeClock Clock { get; } = new(Noon);
    public OutboxLeases Leases { get; }
    public DeadLetters DeadLetters { get; }
    public NpgsqlDataSource DataSource => _database.DataSource;
    public string ConnectionString => _database.ConnectionString;

    public static async Task<OutboxRig> Create() => new(await TestDatabase.Create(Migrate, "event store"));

    public Task Send(Guid? key, int number, Instant? deliverAt = null, bool parks = true) => Send([(key, number, deliverAt, parks)]);

    public async Task Send(IEnumerable<(Guid? Key, int Number, Instant? DeliverAt, bool Parks)> messages)
    {
        await using var connection = await DataSource.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection);
        foreach (var (key, number, deliverAt, parks) in messages)
        {
            batch.BatchCommands.Add(Insert(key, number, deliverAt, parks));
        }

        await batch.ExecuteNonQueryAsync();
    }

    public NpgsqlBatchCommand Insert(Guid? key, int number, Instant? deliverAt = null, bool parks = true) => OutboxSql.Insert(
        Types, new(new Step(key ?? Guid.Empty, number), deliverAt, parks), key, new(Clock.GetCurrentInstant(), CorrelationId, null, "ann", "patient"));

    public const string CorrelationId = "0af7651916cd43dd8448eb211c80319c";

    /// <summary>What a worker would get now.</summary>
    public Task<List<LeasedMessage>> Take(int atMost = 20, TimeSpan? lease = null) => Leases.Take(atMost, lease ?? Lease, ["step"], CancellationToken.None);

    public async Task<int[]> TakeNumbers() => [.. (await Take()).Select(NumberOf)];

    public static int NumberOf(LeasedMessage message) => ((Step)Types.Read(message.Type, message.Body)).Number;

    public async Task<T> Ask<T>(string sql)
    {
        await using var command = DataSource.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>A process of its own: pool, signal, listener and worker.</summary>
    public Task<OutboxNode> Start(Func<Step, MessageContext, CancellationToken, Task> handle, OutboxOptions? options = null, int maxAttempts = 10,
        Func<TimeSpan, CancellationToken, Task>? pause = null) =>
        OutboxNode.Start(this, new OutboxHandlers().Handle(handle, maxAttempts), options ?? new(), pause);

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    static async Task Migrate(string connectionString)
    {
        await using var dataSource = NpgsqlDataSource.Create(connectionString);
        await new Migrator(dataSource, typeof(OutboxSql).Assembly).Migrate(CancellationToken.None);
    }
}
