using System.Text.Json;
using Npgsql;

namespace Booking.EventStore.Rebuilding;

/// <summary>What a rebuild goes on from.</summary>
/// <param name="Fence">The streams are folded up to this position; -1 before there are tables.</param>
/// <param name="Cursor">The last stream whose rows are there.</param>
/// <param name="Position">The last event of the log that is applied; -1 before the first.</param>
/// <param name="Done">Events.</param>
/// <param name="Total">Events, as known so far.</param>
sealed record RebuildNotes(long Fence, Guid Cursor, long Position, long Done, long Total)
{
    public static readonly RebuildNotes Beginning = new(-1, Guid.Empty, -1, 0, 0);

    /// <summary>Whether all that is left is to catch up.</summary>
    public bool IsBuilt => Fence >= 0 && Position >= Fence;
}

static partial class RebuildRows
{
    const string TakeUp = """
        update projection_rebuilds set ended_at = null, error = null, asked_by = $5, state = case when state = 'interrupted' then 'catching_up' else state end
         where name = $1 and version = $2 and program = $3 and shape = $4 and not stop and fence >= 0 and state not in ('done', 'failed', 'cancelled')
           and to_regnamespace(quote_ident($6)) is not null
        """;

    const string Anew = """
        insert into projection_rebuilds (name, state, version, program, shape, fence, position, total, asked_by) values ($1, 'building', $2, $3, $4, -1, -1, 0, $5)
        on conflict (name) do update set state = 'building', version = excluded.version, program = excluded.program, shape = excluded.shape, fence = -1, cursor = null,
               position = -1, done = 0, total = 0, rate = null, parity = null, error = null, asked_by = excluded.asked_by, stop = false,
               started_at = clock_timestamp(), ended_at = null
        """;

    const string Live = """
        with live as (
            insert into projection_versions (name, version) values ($1, $2) on conflict (name) do update set version = excluded.version, since = now()),
        progression as (
            insert into mt_event_progression (name, last_seq_id) values ($1, $3)
            on conflict (name) do update set last_seq_id = excluded.last_seq_id, last_updated = transaction_timestamp())
        update projection_rebuilds set state = 'done', error = null, ended_at = clock_timestamp() where name = $1
        """;

    /// <returns>Where an interrupted rebuild stopped, if this program can go on with it.</returns>
    public static async Task<RebuildNotes?> GoOn(
        NpgsqlConnection connection, InlineProjection projection, string program, string shape, string by, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(TakeUp, connection).With(
            Pg.Text(projection.Name), Pg.Int(projection.Version), Pg.Text(program), Pg.Text(shape), Pg.Text(by), Pg.Text(ShadowSchema.Of(projection.Name)));
        return await command.ExecuteNonQueryAsync(ct) > 0 ? await Notes(connection, projection.Name, ct) : null;
    }

    public static async Task<RebuildNotes> BeginAnew(
        NpgsqlConnection connection, InlineProjection projection, string program, string shape, string by, CancellationToken ct)
    {
        await ShadowSchema.Drop(connection, ShadowSchema.Of(projection.Name), ct);
        await using var command = new NpgsqlCommand(Anew, connection).With(
            Pg.Text(projection.Name), Pg.Int(projection.Version), Pg.Text(program), Pg.Text(shape), Pg.Text(by));
        await command.ExecuteNonQueryAsync(ct);
        return RebuildNotes.Beginning;
    }

    public static async Task<RebuildNotes?> Notes(NpgsqlConnection connection, string projection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "select fence, coalesce(cursor, '00000000-0000-0000-0000-000000000000'), position, done, total from projection_rebuilds where name = $1", connection)
            .With(Pg.Text(projection));
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? new(row.GetInt64(0), row.GetGuid(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4)) : null;
    }

    /// <returns>Whether somebody wants it to end.</returns>
    public static Task<bool> Note(NpgsqlConnection connection, string projection, RebuildState state, RebuildNotes notes, double? rate, CancellationToken ct) => Is(
        new NpgsqlCommand(
            """
            update projection_rebuilds set state = $2, fence = $3, cursor = $4, position = $5, done = $6, total = $7, rate = coalesce($8::float8, rate)
             where name = $1 returning stop
            """,
            connection).With(
            Pg.Text(projection), Pg.Text(Name(state)), Pg.Long(notes.Fence), Pg.Uuid(notes.Cursor), Pg.Long(notes.Position), Pg.Long(notes.Done), Pg.Long(notes.Total),
            new NpgsqlParameter { Value = (object?)rate ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Double }),
        ct);

    public static async Task NoteParity(NpgsqlConnection connection, string projection, List<ProjectionParity> parity, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("update projection_rebuilds set parity = $2 where name = $1", connection)
            .With(Pg.Text(projection), Pg.Json(JsonSerializer.SerializeToUtf8Bytes(parity, RebuildJson.Default.ListProjectionParity)));
        await command.ExecuteNonQueryAsync(ct);
    }

    public static Task<bool> HasShape(NpgsqlConnection connection, string projection, string shape, CancellationToken ct) => Is(
        new NpgsqlCommand("select shape = $2 from projection_rebuilds where name = $1", connection).With(Pg.Text(projection), Pg.Text(shape)), ct);

    /// <summary>The live tables are those of this version now.</summary>
    public static async Task NoteLive(NpgsqlConnection connection, InlineProjection projection, long position, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Live, connection)
            .With(Pg.Text(projection.Name), Pg.Int(projection.Version), Pg.Long(position));
        await command.ExecuteNonQueryAsync(ct);
    }
}
