using System.Security.Cryptography;
using Booking.EventStore;
using Npgsql;

namespace Booking.Bench.Store;

/// <summary>Charts of five events, each worker its own, taken at random; one that has grown beyond eight is let go.</summary>
sealed class ShortCharts
{
    const int Longest = 8;

    readonly List<(Guid Id, int Version)>[] _charts;

    ShortCharts(List<(Guid, int)>[] charts) => _charts = charts;

    public static async Task<ShortCharts> Load(NpgsqlDataSource dataSource, string schema, int most, int workers)
    {
        await using var command = dataSource
            .CreateCommand($"select id from {schema}.mt_streams where version = 5 order by random() limit $1").With(Pg.Int(most));
        await using var row = await command.ExecuteReaderAsync();
        var charts = Enumerable.Range(0, workers).Select(_ => new List<(Guid, int)>()).ToArray();
        for (var at = 0; await row.ReadAsync(); at++)
        {
            charts[at % workers].Add((row.GetGuid(0), 5));
        }

        return new(charts);
    }

    /// <summary>Runs an append on one of the worker's charts.</summary>
    public async ValueTask Grow(int worker, Func<Guid, Task> append)
    {
        var mine = _charts[worker];
        var at = mine.Count > 0 ? RandomNumberGenerator.GetInt32(mine.Count) : throw new InvalidOperationException("All charts have grown long; seed more.");
        var (id, version) = mine[at];
        await append(id);
        if (version < Longest)
        {
            mine[at] = (id, version + 1);
            return;
        }

        mine[at] = mine[^1];
        mine.RemoveAt(mine.Count - 1);
    }
}
