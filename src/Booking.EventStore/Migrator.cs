using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Npgsql;

namespace Booking.EventStore;

/// <summary>
/// Applies the numbered migrations (<c>NNNN_name.sql</c>, embedded in the given assemblies), each in a transaction of
/// its own, under an advisory lock so that several nodes may start at once.
/// </summary>
public sealed partial class Migrator(NpgsqlDataSource dataSource, params Assembly[] assemblies)
{
    /// <summary>The key of the advisory lock; any number that nothing else in the database uses.</summary>
    const long LockKey = 0x626F6F6B696E67;

    const string CreateTable = """
        create table if not exists schema_migrations (
            version int primary key, name text not null, checksum text not null, applied_at timestamptz not null default now())
        """;

    readonly SortedDictionary<int, Migration> _known = Find(assemblies);

    /// <returns>The names of what was applied now; none when the database was up to date.</returns>
    /// <exception cref="MigrationRefusedException">The database is newer than this program, or a migration was changed after it was applied.</exception>
    public async Task<IReadOnlyList<string>> Migrate(CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await Run(connection, "set lock_timeout = 0", ct);
        await Run(connection, $"select pg_advisory_lock({LockKey})", ct);
        try
        {
            await Run(connection, CreateTable, ct);
            var pending = Pending(await Applied(connection, ct));
            foreach (var migration in pending)
            {
                await Apply(connection, migration, ct);
            }

            await connection.ReloadTypesAsync(ct);
            return [.. pending.Select(m => m.Name)];
        }
        finally
        {
            await Run(connection, $"select pg_advisory_unlock({LockKey}); reset lock_timeout", CancellationToken.None);
        }
    }

    /// <summary>Whether the database has exactly what this program knows.</summary>
    public async Task<bool> IsCurrent(CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        return Pending(await Applied(connection, ct)).Count == 0;
    }

    List<Migration> Pending(Dictionary<int, string> applied)
    {
        if (applied.Keys.Where(v => !_known.ContainsKey(v)).Order().ToList() is [.., var newest])
        {
            throw new MigrationRefusedException(
                $"The database has migration {newest:0000}, which this program does not know (it knows up to {_known.Keys.LastOrDefault():0000}). Run a newer program.");
        }

        foreach (var (version, checksum) in applied)
        {
            if (_known[version].Checksum != checksum)
            {
                throw new MigrationRefusedException($"Migration {_known[version].Name} was changed after it was applied. Write a new one instead.");
            }
        }

        return [.. _known.Values.Where(m => !applied.ContainsKey(m.Version))];
    }

    static async Task<Dictionary<int, string>> Applied(NpgsqlConnection connection, CancellationToken ct)
    {
        Dictionary<int, string> applied = [];
        await using var command = new NpgsqlCommand("select version, checksum from schema_migrations", connection);
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            applied.Add(row.GetInt32(0), row.GetString(1));
        }

        return applied;
    }

    static async Task Apply(NpgsqlConnection connection, Migration migration, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await Run(connection, migration.Sql, ct);
        await using var note = new NpgsqlCommand("insert into schema_migrations (version, name, checksum) values ($1, $2, $3)", connection, transaction);
        note.With(Pg.Int(migration.Version), Pg.Text(migration.Name), Pg.Text(migration.Checksum));
        await note.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
    }

    static async Task Run(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(ct);
    }

    static SortedDictionary<int, Migration> Find(Assembly[] assemblies)
    {
        SortedDictionary<int, Migration> found = [];
        foreach (var assembly in assemblies)
        {
            foreach (var resource in assembly.GetManifestResourceNames().Where(n => MigrationName().IsMatch(n)))
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
                var sql = reader.ReadToEnd();
                var version = int.Parse(resource.AsSpan(0, 4), CultureInfo.InvariantCulture);
                found.Add(version, new(version, resource[..^4], sql, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql)))));
            }
        }

        return found;
    }

    [GeneratedRegex(@"^\d{4}_[a-z0-9_]+\.sql$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MigrationName();

    sealed record Migration(int Version, string Name, string Sql, string Checksum);
}

/// <summary>The schema is not what this program can work with; the message says what to do.</summary>
public sealed class MigrationRefusedException(string message) : Exception(message);
