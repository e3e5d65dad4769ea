using System.Security.Cryptography;
using Booking.EventStore;
using Npgsql;

namespace Booking.Service.Hosting;

/// <summary>A place where envelopes of <see cref="MasterKeys"/> lie.</summary>
/// <param name="Name">The table, as operators are told.</param>
/// <param name="Rows">A query of the columns <c>key</c> (text, unique) and <c>envelope</c> (bytea).</param>
/// <param name="Replace">Puts the envelope <c>$3</c> in the place of <c>$2</c> in the row of key <c>$1</c>, and does nothing when another lies there by now.</param>
/// <param name="Bound">What the envelope of a key belongs to; see <see cref="MasterKeys.Seal"/>.</param>
sealed record SealedRows(string Name, string Rows, string Replace, Func<string, byte[]> Bound);

/// <param name="Resealed">Envelopes that were sealed anew.</param>
/// <param name="Failed">Keys of rows that no configured master key opens.</param>
sealed record RotationCount(int Resealed, IReadOnlyList<string> Failed);

/// <summary>
/// Seals everything anew that does not lie under the first master key, while the service runs: nothing is locked but the rows of a batch, and
/// what a node writes meanwhile is never written over. What is done stays done, so it may be stopped and run again.
/// </summary>
sealed class KeyRotation(NpgsqlDataSource dataSource, MasterKeys masterKeys)
{
    const int BatchSize = 500, MostPasses = 10;

    public async Task<RotationCount> Run(SealedRows rows, CancellationToken ct)
    {
        var resealed = 0;
        for (var pass = 1; ; pass++)
        {
            var (done, overtaken, failed) = await Pass(rows, ct);
            resealed += done;
            // A row that a node wrote in between may be under an old key again, if the node's configuration is an old one.
            if (overtaken == 0 || pass == MostPasses)
                return new(resealed, failed);
        }
    }

    async Task<(int Done, int Overtaken, List<string> Failed)> Pass(SealedRows rows, CancellationToken ct)
    {
        var (done, overtaken, failed) = (0, 0, new List<string>());
        await using var command = dataSource.CreateCommand($"select key, envelope from ({rows.Rows}) r where substring(envelope from 1 for $1) <> $2");
        command.CommandTimeout = 0;
        await using var row = await command.With(Pg.Int(masterKeys.Heading.Length), Pg.Bytes(masterKeys.Heading)).ExecuteReaderAsync(ct);
        for (var more = true; more;)
        {
            List<(string Key, byte[] Old, byte[] New)> batch = [];
            while (batch.Count < BatchSize && (more = await row.ReadAsync(ct)))
            {
                var (key, old) = (row.GetString(0), row.GetUtf8(1));
                if (Reseal(old, rows.Bound(key)) is { } anew)
                    batch.Add((key, old, anew));
                else
                    failed.Add(key);
            }

            var replaced = await Write(rows, batch, ct);
            done += replaced;
            overtaken += batch.Count - replaced;
        }

        return (done, overtaken, failed);
    }

    byte[]? Reseal(byte[] envelope, byte[] bound)
    {
        try
        {
            var plain = masterKeys.Open(envelope, bound);
            var anew = masterKeys.Seal(plain, bound);
            CryptographicOperations.ZeroMemory(plain);
            return anew;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    async Task<int> Write(SealedRows rows, List<(string Key, byte[] Old, byte[] New)> envelopes, CancellationToken ct)
    {
        if (envelopes.Count == 0)
            return 0;
        await using var batch = dataSource.CreateBatch();
        // Ascending, so that two rotations at once never wait for each other in a ring.
        foreach (var (key, old, anew) in envelopes.OrderBy(envelope => envelope.Key, StringComparer.Ordinal))
            batch.Add(rows.Replace, Pg.Text(key), Pg.Bytes(old), Pg.Bytes(anew));
        return await batch.ExecuteNonQueryAsync(ct);
    }
}
