using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace Booking.EventStore;

/// <summary>The clock's statements.</summary>
static class ClockSql
{
    public static NpgsqlParameter<TimeSpan> Interval(Duration duration) =>
        new() { TypedValue = duration.ToTimeSpan(), NpgsqlDbType = NpgsqlDbType.Interval };

    public static async Task<(Instant Now, Duration Shift)> Read(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select clock_timestamp(), shift from dev_clock", connection) { CommandTimeout = 5 };
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct)
            ? (row.GetInstant(0), Duration.FromTimeSpan(row.GetFieldValue<TimeSpan>(1)))
            : throw new InvalidOperationException("The row of dev_clock is missing.");
    }

    /// <param name="connection">The connection.</param>
    /// <param name="shift">The new shift as SQL, in terms of <c>shift</c> and <c>$1</c>.</param>
    /// <param name="parameter"><c>$1</c>.</param>
    /// <param name="ct">Stops the statement.</param>
    /// <returns>The new shift.</returns>
    /// <exception cref="ArgumentOutOfRangeException">It would be more than 100 years.</exception>
    public static async Task<Duration> Move(NpgsqlConnection connection, string shift, NpgsqlParameter parameter, CancellationToken ct)
    {
        var sql = $"""
            with moved as (update dev_clock set shift = {shift} returning shift)
            select shift, pg_notify('{DatabaseClock.Channel}', '') from moved
            """;
        try
        {
            await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 5 };
            await using var row = await command.With(parameter).ExecuteReaderAsync(ct);
            return await row.ReadAsync(ct)
                ? Duration.FromTimeSpan(row.GetFieldValue<TimeSpan>(0))
                : throw new InvalidOperationException("The row of dev_clock is missing.");
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.CheckViolation or PostgresErrorCodes.DatetimeFieldOverflow)
        {
            throw new ArgumentOutOfRangeException("The clock can be moved by 100 years at most.", e);
        }
    }
}
