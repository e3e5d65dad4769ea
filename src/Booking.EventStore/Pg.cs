using Booking.EventStore.Rebuilding;
using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace Booking.EventStore;

/// <summary>
/// Positional parameters and columns in the project's own types. The only place that knows of <see cref="DateTime"/>:
/// instants go to and from <c>timestamptz</c> in microseconds, which is all that PostgreSQL keeps.
/// </summary>
public static class Pg
{
    public static NpgsqlParameter Uuid(Guid value) => new NpgsqlParameter<Guid> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Uuid };
    public static NpgsqlParameter Uuid(StreamId value) => Uuid(value.Value);
    public static NpgsqlParameter UuidOrNull(Guid? value) => value is { } v ? Uuid(v) : Null(NpgsqlDbType.Uuid);
    public static NpgsqlParameter Uuids(Guid[] values) => new NpgsqlParameter<Guid[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid };
    public static NpgsqlParameter Text(string value) => new NpgsqlParameter<string> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Text };
    public static NpgsqlParameter TextOrNull(string? value) => value is null ? Null(NpgsqlDbType.Text) : Text(value);
    public static NpgsqlParameter Texts(string[] values) => new NpgsqlParameter<string[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };
    public static NpgsqlParameter Int(int value) => new NpgsqlParameter<int> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Integer };
    public static NpgsqlParameter IntOrNull(int? value) => value is { } v ? Int(v) : Null(NpgsqlDbType.Integer);
    public static NpgsqlParameter Long(long value) => new NpgsqlParameter<long> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Bigint };
    public static NpgsqlParameter Longs(long[] values) => new NpgsqlParameter<long[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint };
    public static NpgsqlParameter LongOrNull(long? value) => value is { } v ? Long(v) : Null(NpgsqlDbType.Bigint);
    public static NpgsqlParameter Bool(bool value) => new NpgsqlParameter<bool> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Boolean };
    public static NpgsqlParameter Json(byte[] utf8) => new NpgsqlParameter<byte[]> { TypedValue = utf8, NpgsqlDbType = NpgsqlDbType.Jsonb };

    /// <summary>A document that is dear to make: where a replay makes the row in memory, only for the last of the events that write it.</summary>
    /// <param name="sql">The batch that it is for.</param>
    /// <param name="make">Its UTF-8. Pure; called at once or later.</param>
    public static NpgsqlParameter Json(this NpgsqlBatch sql, Func<byte[]> make) => sql is RowBatch rows ? rows.Later(make) : Json(make());

    public static NpgsqlParameter JsonOrNull(byte[]? utf8) => utf8 is null ? Null(NpgsqlDbType.Jsonb) : Json(utf8);
    public static NpgsqlParameter Bytes(byte[] value) => new NpgsqlParameter<byte[]> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Bytea };
    public static NpgsqlParameter BytesOrNull(byte[]? value) => value is null ? Null(NpgsqlDbType.Bytea) : Bytes(value);
    public static NpgsqlParameter ByteStrings(byte[][] values) => new NpgsqlParameter<byte[][]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea };
    public static NpgsqlParameter Date(LocalDate value) => new NpgsqlParameter<DateOnly> { TypedValue = value.ToDateOnly(), NpgsqlDbType = NpgsqlDbType.Date };
    public static NpgsqlParameter DateOrNull(LocalDate? value) => value is { } v ? Date(v) : Null(NpgsqlDbType.Date);
    public static NpgsqlParameter Dates(LocalDate[] values) => new NpgsqlParameter<DateOnly[]>
    {
        TypedValue = Array.ConvertAll(values, static v => v.ToDateOnly()),
        NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Date,
    };

    public static NpgsqlParameter At(Instant value) => new NpgsqlParameter<DateTime> { TypedValue = value.ToDateTimeUtc(), NpgsqlDbType = NpgsqlDbType.TimestampTz };
    public static NpgsqlParameter AtOrNull(Instant? value) => value is { } v ? At(v) : Null(NpgsqlDbType.TimestampTz);

    public static NpgsqlParameter Ats(Instant[] values) => new NpgsqlParameter<DateTime[]>
    {
        TypedValue = Array.ConvertAll(values, static v => v.ToDateTimeUtc()),
        NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz,
    };

    /// <summary>A half-open range of instants.</summary>
    public static NpgsqlParameter Range(Instant start, Instant end) => new NpgsqlParameter<NpgsqlRange<DateTime>>
    {
        TypedValue = new(start.ToDateTimeUtc(), lowerBoundIsInclusive: true, end.ToDateTimeUtc(), upperBoundIsInclusive: false),
        NpgsqlDbType = NpgsqlDbType.TimestampTzRange,
    };

    public static Instant GetInstant(this NpgsqlDataReader row, int ordinal) => Instant.FromDateTimeUtc(row.GetFieldValue<DateTime>(ordinal));
    public static Instant? GetInstantOrNull(this NpgsqlDataReader row, int ordinal) => row.IsDBNull(ordinal) ? null : row.GetInstant(ordinal);
    public static Instant[] GetInstants(this NpgsqlDataReader row, int ordinal) =>
        Array.ConvertAll(row.GetFieldValue<DateTime[]>(ordinal), static at => Instant.FromDateTimeUtc(at));
    public static Instant?[] GetInstantsOrNull(this NpgsqlDataReader row, int ordinal) =>
        Array.ConvertAll(row.GetFieldValue<DateTime?[]>(ordinal), static at => at is { } value ? Instant.FromDateTimeUtc(value) : (Instant?)null);
    public static LocalDate GetDate(this NpgsqlDataReader row, int ordinal) => LocalDate.FromDateOnly(row.GetFieldValue<DateOnly>(ordinal));
    public static string? GetStringOrNull(this NpgsqlDataReader row, int ordinal) => row.IsDBNull(ordinal) ? null : row.GetString(ordinal);
    public static int? GetIntOrNull(this NpgsqlDataReader row, int ordinal) => row.IsDBNull(ordinal) ? null : row.GetInt32(ordinal);
    public static Guid? GetGuidOrNull(this NpgsqlDataReader row, int ordinal) => row.IsDBNull(ordinal) ? null : row.GetGuid(ordinal);
    public static byte[] GetUtf8(this NpgsqlDataReader row, int ordinal) => row.GetFieldValue<byte[]>(ordinal);

    /// <summary>Adds one statement with its parameters, in the order of <c>$1, $2, ...</c></summary>
    public static void Add(this NpgsqlBatch batch, string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        batch.BatchCommands.Add(command);
    }

    /// <summary>Adds a command's parameters, in the order of <c>$1, $2, ...</c></summary>
    public static NpgsqlCommand With(this NpgsqlCommand command, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        return command;
    }

    /// <summary>The instant as a column gives it back: without what is finer than a microsecond.</summary>
    internal static Instant Stored(Instant value) => Instant.FromUnixTimeTicks(value.ToUnixTimeTicks() / 10 * 10);

    static NpgsqlParameter Null(NpgsqlDbType type) => new() { Value = DBNull.Value, NpgsqlDbType = type };
}
