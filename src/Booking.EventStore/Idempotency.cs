using NodaTime;
using Npgsql;

namespace Booking.EventStore;

/// <summary>How stored answers are kept from readers of the database.</summary>
public sealed record AnswerSeal(Func<byte[], byte[]> Seal, Func<byte[], byte[]> Open)
{
    /// <summary>For stores whose answers are nobody's secret.</summary>
    public static readonly AnswerSeal None = new(static body => body, static body => body);
}

/// <summary>What an earlier request under the same key left behind.</summary>
sealed record Previous(byte[] Fingerprint, StoredAnswer Answer, bool Expired)
{
    public static async Task<Previous?> Read(NpgsqlDataReader row, Instant now, CancellationToken ct) => await row.ReadAsync(ct)
        ? new(
            row.GetUtf8(0),
            new(row.GetInt32(1), row.GetStringOrNull(2), row.GetStringOrNull(3), row.GetUtf8(4)),
            Expired: row.GetInstant(5) + IdempotencyKey.Lifetime <= now)
        : null;
}
