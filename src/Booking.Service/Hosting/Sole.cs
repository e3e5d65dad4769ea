using System.Data;
using Booking.EventStore;
using Npgsql;

namespace Booking.Service.Hosting;

/// <summary>A turn at work that one node does at a time; given back when disposed of, and by the database when the node dies.</summary>
public sealed class Sole : IAsyncDisposable
{
    readonly NpgsqlConnection _connection;
    readonly long _key;

    Sole(NpgsqlConnection connection, long key) => (_connection, _key) = (connection, key);

    /// <summary>The session that holds the turn, for work that must end with it.</summary>
    public NpgsqlConnection Connection => _connection;

    /// <param name="key">Names the work in the whole database.</param>
    /// <returns>Null when another has the turn.</returns>
    public static async Task<Sole?> Try(NpgsqlDataSource dataSource, long key, CancellationToken ct)
    {
        var connection = await dataSource.OpenConnectionAsync(ct);
        try
        {
            await using var turn = new NpgsqlCommand("select pg_try_advisory_lock($1)", connection).With(Pg.Long(key));
            if (await turn.ExecuteScalarAsync(ct) is true)
            {
                return new(connection, key);
            }
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        await connection.DisposeAsync();
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        // A session that broke has given its lock back; one that goes back to the pool has not.
        try
        {
            if (_connection.FullState == ConnectionState.Open)
            {
                await using var done = new NpgsqlCommand("select pg_advisory_unlock($1)", _connection).With(Pg.Long(_key));
                await done.ExecuteNonQueryAsync(CancellationToken.None);
            }
        }
        finally
        {
            // That the session has broken is often seen only now; its place in the pool comes free all the same.
            await _connection.DisposeAsync();
        }
    }
}
