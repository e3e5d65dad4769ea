using System.Security.Cryptography;
using Booking.Bench.Store;
using Booking.EventStore;
using Npgsql;
using NodaTime;

namespace Booking.Bench.Http;

/// <summary>The limit of a notification: its row and its message inserted by hand in one batch; no HTTP, no signature, no seal.</summary>
sealed class RawNotifications(NpgsqlDataSource dataSource)
{
    const string Store = "insert into raw.notifications (account_id, key, type, payment_id, received_at, body) values ($1, $2, $3, $4, $5, $6)";

    const string Send = """
        insert into raw.outbox (id, order_key, parks, type, body, deliver_at, created_at, correlation_id, causation_id, actor, actor_role)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        """;

    static readonly Instant Now = Instant.FromUtc(2027, 3, 1, 0, 0);
    readonly Guid _account = Guid.NewGuid();
    byte[] _body = [];

    /// <param name="length">Of a sealed body, in bytes.</param>
    public static async Task<RawNotifications> Open(NpgsqlDataSource dataSource, int length)
    {
        await Databases.Run(dataSource, Databases.Text("raw_notifications.sql"));
        return new(dataSource) { _body = RandomNumberGenerator.GetBytes(length) };
    }

    public async ValueTask Keep()
    {
        var (payment, key) = (Guid.NewGuid(), $"evt_{Guid.NewGuid():N}");
        await using var batch = dataSource.CreateBatch();
        batch.Add(Store, Pg.Uuid(_account), Pg.Text(key), Pg.Text("payment_intent.payment_failed"), Pg.Uuid(payment), Pg.At(Now), Pg.Bytes(_body));
        batch.Add(
            Send, Pg.Uuid(Guid.CreateVersion7()), Pg.UuidOrNull(null), Pg.Bool(false), Pg.Text("read_payment"),
            Pg.Json(System.Text.Encoding.UTF8.GetBytes($$"""{"payment":"{{payment}}"}""")), Pg.At(Now), Pg.At(Now),
            Pg.Text("0af7651916cd43dd8448eb211c80319c"), Pg.Text(key), Pg.Text("provider"), Pg.Text("stripe"));
        await batch.ExecuteNonQueryAsync();
    }
}
