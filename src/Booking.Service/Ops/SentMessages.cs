using Booking.EventStore;
using NodaTime;
using Npgsql;

namespace Booking.Service.Ops;

/// <summary>
/// How long sent messages are kept, so that a delivery can be explained: <c>Outbox:KeepSent</c> days, 7 to 3650, default 90. What waits or is
/// dead is kept whatever its age. Deleted ones are counted by type in <c>outbox_forgotten</c>, in the statement that deletes them.
/// </summary>
public sealed class SentMessages
{
    const int Page = 1_000, ShortestDays = 7, LongestDays = 3_650, DefaultDays = 90;

    static readonly string Forget = EmbeddedSql.Read("forget_sent.sql");

    readonly Duration _keptFor;

    /// <exception cref="StartupRefusedException">The setting is no number of days within its bounds.</exception>
    public SentMessages(IConfiguration configuration)
    {
        var given = configuration["Outbox:KeepSent"];
        var days = given is null ? DefaultDays
            : int.TryParse(given, System.Globalization.CultureInfo.InvariantCulture, out var set) && set is >= ShortestDays and <= LongestDays ? set
            : throw new StartupRefusedException($"Outbox:KeepSent must be a number of days from {ShortestDays} to {LongestDays}.");
        _keptFor = Duration.FromDays(days);
    }

    /// <returns>How many were deleted.</returns>
    public async Task<long> ForgetOld(NpgsqlConnection connection, Instant now, CancellationToken ct)
    {
        var (oldest, after, forgotten) = (now - _keptFor, 0L, 0L);
        for (var more = true; more;)
        {
            await using var command = new NpgsqlCommand(Forget, connection).With(Pg.At(oldest), Pg.Long(after), Pg.Int(Page));
            await using var row = await command.ExecuteReaderAsync(ct);
            await row.ReadAsync(ct);
            forgotten += row.GetInt64(0);
            after = row.GetInt64(1);
            more = row.GetInt64(2) == Page && row.GetBoolean(3);
        }

        return forgotten;
    }
}
