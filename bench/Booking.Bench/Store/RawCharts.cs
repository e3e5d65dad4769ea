using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace Booking.Bench.Store;

/// <summary>
/// The limit: the same rows, written by hand as one batch, prepared, on the same connections, into copies of the same tables.
/// Nothing of the event store's code is used.
/// </summary>
sealed class RawCharts(NpgsqlDataSource dataSource)
{
    const string Role = """{"role":"frontdesk"}""";

    const string Event = """
        insert into raw.mt_events (seq_id, id, stream_id, version, data, type, timestamp, mt_dotnet_type, correlation_id, causation_id, headers, user_name)
        values (nextval('raw.mt_events_sequence'), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        """;

    const string Message = """
        insert into raw.outbox (id, order_key, parks, type, body, deliver_at, created_at, correlation_id, causation_id, actor, actor_role)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        """;

    public async Task Open()
    {
        var (chart, id) = (Guid.NewGuid(), Guid.CreateVersion7());
        var opened = new ChartOpened(Guid.NewGuid(), Guid.NewGuid(), "cough");
        await using var connection = await dataSource.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection);
        Add(batch, "insert into raw.mt_streams (id, type, version, timestamp, created) values ($1, $2, $3, $4, $4)", Uuid(chart), Text("chart"), Long(1), Now());
        AddEvent(batch, id, chart, 1, JsonSerializer.SerializeToUtf8Bytes(opened, ChartJson.Default.ChartOpened), "chart_opened", "Booking.Bench.Store.ChartOpened, Booking.Bench");
        Add(batch, "insert into raw.charts " + Chart.InsertRow, Uuid(chart), Uuid(opened.Patient), Int(0), Null(NpgsqlDbType.Text), Now());
        Add(
            batch, Message, Uuid(Guid.CreateVersion7()), Uuid(chart), new NpgsqlParameter<bool> { TypedValue = true, NpgsqlDbType = NpgsqlDbType.Boolean },
            Text("tell_desk"), Json(JsonSerializer.SerializeToUtf8Bytes(new(chart), ChartJson.Default.TellDesk)), Now(), Now(), Text("0af7651916cd43dd8448eb211c80319c"),
            Text(id.ToString()), Text("00000000-0000-4000-8000-0000000000a3"), Text("frontdesk"));
        await batch.ExecuteNonQueryAsync();
    }

    public async Task AddNote(Guid chart)
    {
        await using var connection = await dataSource.OpenConnectionAsync();
        var (state, version) = await Load(connection, chart);
        var note = new NoteAdded(state.Patient, "took the temperature again");
        state = state with { Notes = state.Notes + 1, LastNote = note.Text };
        await using var batch = new NpgsqlBatch(connection);
        Add(batch, "update raw.mt_streams set version = $3, timestamp = $4 where id = $1 and version = $2", Uuid(chart), Long(version), Long(version + 1), Now());
        AddEvent(
            batch, Guid.CreateVersion7(), chart, version + 1, JsonSerializer.SerializeToUtf8Bytes(note, ChartJson.Default.NoteAdded), "note_added",
            "Booking.Bench.Store.NoteAdded, Booking.Bench");
        Add(batch, "update raw.charts " + Chart.UpdateRow, Uuid(chart), Int(state.Notes), Text(state.LastNote), Now());
        await batch.ExecuteNonQueryAsync();
    }

    static async Task<(ChartState State, long Version)> Load(NpgsqlConnection connection, Guid chart)
    {
        await using var select = new NpgsqlCommand("select version, type, data, timestamp from raw.mt_events where stream_id = $1 order by version", connection);
        select.Parameters.Add(Uuid(chart));
        await using var row = await select.ExecuteReaderAsync();
        var (patient, notes, last, version) = (Guid.Empty, 0, (string?)null, 0L);
        while (await row.ReadAsync())
        {
            version = row.GetInt64(0);
            var data = row.GetFieldValue<byte[]>(2);
            if (row.GetString(1) == "chart_opened")
            {
                patient = JsonSerializer.Deserialize(data, ChartJson.Default.ChartOpened)!.Patient;
            }
            else
            {
                (notes, last) = (notes + 1, JsonSerializer.Deserialize(data, ChartJson.Default.NoteAdded)!.Text);
            }
        }

        return (new(patient, notes, last), version);
    }

    static void AddEvent(NpgsqlBatch batch, Guid id, Guid chart, long version, byte[] data, string type, string dotNetType) => Add(
        batch, Event, Uuid(id), Uuid(chart), Long(version), Json(data), Text(type), Now(), Text(dotNetType), Text("0af7651916cd43dd8448eb211c80319c"),
        Text("b7ad6b7169203331"), new NpgsqlParameter<string> { TypedValue = Role, NpgsqlDbType = NpgsqlDbType.Jsonb }, Text("00000000-0000-4000-8000-0000000000a3"));

    static void Add(NpgsqlBatch batch, string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        batch.BatchCommands.Add(command);
    }

    static NpgsqlParameter<Guid> Uuid(Guid value) => new() { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Uuid };
    static NpgsqlParameter<string> Text(string? value) => new() { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Text };
    static NpgsqlParameter<int> Int(int value) => new() { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Integer };
    static NpgsqlParameter<long> Long(long value) => new() { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Bigint };
    static NpgsqlParameter<byte[]> Json(byte[] value) => new() { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Jsonb };
    static NpgsqlParameter<DateTime> Now() => new() { TypedValue = OurCharts.Now.ToDateTimeUtc(), NpgsqlDbType = NpgsqlDbType.TimestampTz };
    static NpgsqlParameter Null(NpgsqlDbType type) => new() { Value = DBNull.Value, NpgsqlDbType = type };
}
