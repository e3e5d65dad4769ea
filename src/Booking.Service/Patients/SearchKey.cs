using System.Security.Cryptography;
using System.Text;
using Booking.EventStore;
using Npgsql;

namespace Booking.Service.Patients;

/// <summary>
/// Hashes words, so that the database finds a patient by a word that it never sees. One key for all patients, made once, wrapped by a
/// master key in <c>search_key</c>; whoever has only the database cannot try words out.
/// </summary>
public sealed class SearchKey(NpgsqlDataSource dataSource, MasterKeys masterKeys)
{
    internal static SealedRows Sealed { get; } = new(
        "search_key", "select 'search_key' as key, wrapped as envelope from search_key",
        "update search_key set wrapped = $3 where $1 = 'search_key' and wrapped = $2", _ => "search-key"u8.ToArray());

    byte[]? key;

    /// <returns>HMAC-SHA256 of each word, in their order.</returns>
    /// <exception cref="CryptographicException">The row was altered, or its master key is not configured.</exception>
    public async ValueTask<byte[][]> Hash(IEnumerable<string> words, CancellationToken ct)
    {
        key ??= masterKeys.Open(await FindOrMake(ct), "search-key"u8);
        return [.. words.Select(word => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(word)))];
    }

    async Task<byte[]> FindOrMake(CancellationToken ct)
    {
        await using var batch = dataSource.CreateBatch();
        batch.Add(
            "insert into search_key (wrapped) select $1 where not exists (select from search_key) on conflict (single) do nothing",
            Pg.Bytes(masterKeys.Seal(RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes), "search-key"u8)));
        batch.Add("select wrapped from search_key");
        return (byte[])(await batch.ExecuteScalarAsync(ct))!;
    }
}
