using System.Text.Json;
using NodaTime;
using Npgsql;

namespace Booking.EventStore.Rebuilding;

/// <summary>The notes on rebuilds in <c>projection_rebuilds</c>, and whose turn it is.</summary>
static partial class RebuildRows
{
    /// <summary>The first half of the advisory lock's key; the second is the projection's name.</summary>
    const int LockClass = 0x52627564;

    const string Select = """
        select state, version, position, done, total, rate, parity, error, asked_by, started_at, ended_at, to_regnamespace(quote_ident($2)) is not null,
               exists (select from pg_locks where locktype = 'advisory' and classid = $3::bigint::oid and objid = hashtext($1)::oid and objsubid = 2 and granted
                          and database = (select oid from pg_database where datname = current_database()))
          from projection_rebuilds where name = $1
        """;

    public static Task<bool> TryLock(NpgsqlConnection connection, string projection, CancellationToken ct) =>
        Is(new NpgsqlCommand("select pg_try_advisory_lock($1, hashtext($2))", connection).With(Pg.Int(LockClass), Pg.Text(projection)), ct);

    public static Task Unlock(NpgsqlConnection connection, string projection) =>
        Is(new NpgsqlCommand("select pg_advisory_unlock($1, hashtext($2))", connection).With(Pg.Int(LockClass), Pg.Text(projection)), CancellationToken.None);

    /// <summary>One that nobody is at work on any more, though it says so, was interrupted.</summary>
    public static async Task<RebuildStatus?> Read(NpgsqlConnection connection, string projection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Select, connection)
            .With(Pg.Text(projection), Pg.Text(ShadowSchema.Kept(projection)), Pg.Long(LockClass));
        await using var row = await command.ExecuteReaderAsync(ct);
        if (!await row.ReadAsync(ct))
        {
            return null;
        }

        var status = new RebuildStatus(
            projection, StateOf(row.GetString(0)), row.GetInt32(1), Math.Max(0, row.GetInt64(2)), row.GetInt64(3), row.GetInt64(4), row.IsDBNull(5) ? null : row.GetDouble(5),
            row.IsDBNull(6) ? [] : JsonSerializer.Deserialize(row.GetUtf8(6), RebuildJson.Default.ListProjectionParity)!, row.GetStringOrNull(7), row.GetString(8),
            row.GetInstant(9), row.GetInstantOrNull(10), row.GetBoolean(11));
        return status.IsRunning && !row.GetBoolean(12) ? status with { State = RebuildState.Interrupted } : status;
    }

    public static async Task<List<string>> Names(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select name from projection_rebuilds order by name", connection);
        await using var row = await command.ExecuteReaderAsync(ct);
        List<string> names = [];
        while (await row.ReadAsync(ct))
        {
            names.Add(row.GetString(0));
        }

        return names;
    }

    /// <returns>Whether there is one that has not ended.</returns>
    public static Task<bool> AskToStop(NpgsqlConnection connection, string projection, CancellationToken ct) => Is(
        new NpgsqlCommand(
            "update projection_rebuilds set stop = true where name = $1 and state not in ('done', 'failed', 'cancelled') returning true", connection)
            .With(Pg.Text(projection)),
        ct);

    /// <summary>What has ended stays as it ended: whoever cancels it a moment too late changes nothing.</summary>
    public static async Task End(NpgsqlConnection connection, string projection, RebuildState state, string? error, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "update projection_rebuilds set state = $2, error = $3, ended_at = clock_timestamp() where name = $1 and state not in ('done', 'failed', 'cancelled')", connection)
            .With(Pg.Text(projection), Pg.Text(Name(state)), Pg.TextOrNull(error));
        await command.ExecuteNonQueryAsync(ct);
    }

    public static async Task<IReadOnlyDictionary<string, int>> LiveVersions(NpgsqlConnection connection, StoreModel model, CancellationToken ct)
    {
        var versions = model.Projections.ToDictionary(p => p.Name, _ => 1, StringComparer.Ordinal);
        await using var command = new NpgsqlCommand("select name, version from projection_versions", connection);
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            versions[row.GetString(0)] = row.GetInt32(1);
        }

        return versions;
    }

    public static string Name(RebuildState state) => JsonNamingPolicy.SnakeCaseLower.ConvertName(state.ToString());

    static RebuildState StateOf(string name) => Enum.GetValues<RebuildState>().First(state => Name(state) == name);

    static async Task<bool> Is(NpgsqlCommand command, CancellationToken ct)
    {
        await using (command)
        {
            return await command.ExecuteScalarAsync(ct) is true;
        }
    }
}
