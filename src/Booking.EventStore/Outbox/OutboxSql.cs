using Npgsql;
using NpgsqlTypes;

namespace Booking.EventStore.Outbox;

/// <summary>Puts messages into the transaction of whoever asks for them.</summary>
public static class OutboxSql
{
    const string InsertText =
        """
        insert into outbox (id, order_key, parks, type, body, deliver_at, created_at, correlation_id, causation_id, actor, actor_role)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        """;

    /// <summary>One statement for the caller's <see cref="NpgsqlBatch"/>. Notify <see cref="OutboxSignal"/> after the commit.</summary>
    /// <param name="types">Knows the name and the JSON of the body.</param>
    /// <param name="message">What to do.</param>
    /// <param name="orderKey">Messages of one key (the stream) are delivered one after the other; null keeps no order.</param>
    /// <param name="origin">Where it comes from.</param>
    /// <exception cref="InvalidOperationException">The body is not of a registered type, or too large.</exception>
    public static NpgsqlBatchCommand Insert(MessageTypes types, Message message, Guid? orderKey, in MessageOrigin origin)
    {
        var (type, json) = types.Write(message.Body);
        return new NpgsqlBatchCommand(InsertText)
        {
            Parameters =
            {
                Uuid(Guid.CreateVersion7()),
                orderKey is { } key ? Uuid(key) : Null(NpgsqlDbType.Uuid),
                new NpgsqlParameter<bool> { TypedValue = message.Parks, NpgsqlDbType = NpgsqlDbType.Boolean },
                Text(type),
                new NpgsqlParameter<byte[]> { TypedValue = json, NpgsqlDbType = NpgsqlDbType.Jsonb },
                Pg.At(message.DeliverAt ?? origin.Now),
                Pg.At(origin.Now),
                Text(origin.CorrelationId),
                origin.CausationId is { } cause ? Text(cause) : Null(NpgsqlDbType.Text),
                Text(origin.Actor),
                Text(origin.ActorRole),
            },
        };
    }

    static NpgsqlParameter<Guid> Uuid(Guid value) => new() { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Uuid };

    static NpgsqlParameter<string> Text(string value) => new() { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Text };

    static NpgsqlParameter Null(NpgsqlDbType type) => new() { Value = DBNull.Value, NpgsqlDbType = type };
}
