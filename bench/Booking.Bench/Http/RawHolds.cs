using System.Text.Json;
using Booking.Bench.Store;
using Booking.Contracts;
using Booking.Service;
using Booking.Service.SlotLocks;
using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace Booking.Bench.Http;

/// <summary>
/// The limit of a hold: the doctor's calendar locked, then stream, event, claim and hold inserted, by hand, as one
/// prepared batch; no HTTP, no decision, no look at the calendar before.
/// </summary>
sealed class RawHolds
{
    readonly NpgsqlDataSource _dataSource;
    readonly List<(Guid Doctor, Guid Schedule)> _calendars;
    readonly Instant _from = Instant.FromUtc(2027, 3, 1, 0, 0);
    int _next;

    RawHolds(NpgsqlDataSource dataSource, List<(Guid, Guid)> calendars) => (_dataSource, _calendars) = (dataSource, calendars);

    public static async Task<RawHolds> Open(NpgsqlDataSource dataSource, IReadOnlyCollection<Guid> doctors)
    {
        await Databases.Run(dataSource, Databases.Text("raw_holds.sql"));
        await using var command = dataSource.CreateCommand("select doctor_id, schedule_id from calendars where doctor_id = any($1)");
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. doctors] });
        await using var row = await command.ExecuteReaderAsync();
        List<(Guid, Guid)> calendars = [];
        while (await row.ReadAsync())
        {
            calendars.Add((row.GetGuid(0), row.GetGuid(1)));
        }

        return new(dataSource, calendars);
    }

    public async ValueTask Hold()
    {
        var slot = Interlocked.Increment(ref _next) - 1;
        var (doctor, schedule) = _calendars[slot % _calendars.Count];
        var start = _from + Duration.FromMinutes(slot / _calendars.Count * 10);
        var (end, until) = (start + Duration.FromMinutes(10), _from);
        var held = new SlotHeld(
            HoldId.New(), new(doctor), AppointmentType.Standard, start, end, end, new(Guid.Empty), new(20_000, "USD"), Policy: null, until);
        var stream = Guid.NewGuid();
        await using var connection = await _dataSource.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection);
        Add(batch, "select version from raw.mt_streams where id = $1 for no key update", P(schedule, NpgsqlDbType.Uuid));
        Add(
            batch, "insert into raw.mt_streams (id, type, version, timestamp, created) values ($1, $2, $3, $4, $4)",
            P(stream, NpgsqlDbType.Uuid), P("slot_lock", NpgsqlDbType.Text), P(1L, NpgsqlDbType.Bigint), At(_from));
        Add(
            batch,
            """
            insert into raw.mt_events (seq_id, id, stream_id, version, data, type, timestamp, mt_dotnet_type, correlation_id, causation_id, headers, user_name)
            values (nextval('raw.mt_events_sequence'), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """,
            P(Guid.CreateVersion7(), NpgsqlDbType.Uuid), P(stream, NpgsqlDbType.Uuid), P(1L, NpgsqlDbType.Bigint),
            P(JsonSerializer.SerializeToUtf8Bytes(held, EventJson.Default.SlotHeld), NpgsqlDbType.Jsonb), P("slot_held", NpgsqlDbType.Text), At(_from),
            P("Booking.Service.SlotLocks.SlotHeld, Booking.Service", NpgsqlDbType.Text), P("0af7651916cd43dd8448eb211c80319c", NpgsqlDbType.Text),
            P("b7ad6b7169203331", NpgsqlDbType.Text), P("""{"role":"frontdesk"}""", NpgsqlDbType.Jsonb), P("00000000-0000-4000-8000-0000000000a3", NpgsqlDbType.Text));
        Add(
            batch, "insert into raw.slot_claims (hold_id, doctor_id, during, starts_at, lapses_at) values ($1, $2, tstzrange($3, $4), $3, $5)",
            P(held.Hold.Value, NpgsqlDbType.Uuid), P(doctor, NpgsqlDbType.Uuid), At(start), At(end), At(until));
        Add(
            batch,
            """
            insert into raw.holds (id, slot_id, doctor_id, holder, type, starts_at, ends_at, until, amount, currency, version, state)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'held')
            """,
            P(held.Hold.Value, NpgsqlDbType.Uuid), P(stream, NpgsqlDbType.Uuid), P(doctor, NpgsqlDbType.Uuid), P(Guid.Empty, NpgsqlDbType.Uuid),
            P("standard", NpgsqlDbType.Text), At(start), At(end), At(until), P(20_000L, NpgsqlDbType.Bigint), P("USD", NpgsqlDbType.Text), P(1L, NpgsqlDbType.Bigint));
        await batch.ExecuteNonQueryAsync();
    }

    static void Add(NpgsqlBatch batch, string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        batch.BatchCommands.Add(command);
    }

    static NpgsqlParameter<T> P<T>(T value, NpgsqlDbType type) => new() { TypedValue = value, NpgsqlDbType = type };
    static NpgsqlParameter<DateTime> At(Instant value) => P(value.ToDateTimeUtc(), NpgsqlDbType.TimestampTz);
}
