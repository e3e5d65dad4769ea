using System.Security.Cryptography;
using Booking.EventStore;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Internal;
using Npgsql;

namespace Booking.Service.Patients;

/// <summary>
/// Every patient's own key, wrapped by a master key in <c>patient_keys</c>. A key is made when it is first asked for, but never once
/// the patient's stream has begun: a stream without a key is a patient who was erased.
/// </summary>
public sealed class PatientKeys : IDisposable
{
    const int MostCached = 10_000;

    // Deleted rows stay deleted, and a key that nobody will ever use is harmless: so this needs no transaction with the events.
    const string Make = """
        insert into patient_keys (patient_id, wrapped)
        select $1, $2 where not exists (select from patient_keys where patient_id = $1) and not exists (select from mt_streams where id = $1)
        on conflict (patient_id) do nothing
        """;

    const string Read = "select wrapped from patient_keys where patient_id = $1";

    readonly NpgsqlDataSource dataSource;
    readonly MasterKeys masterKeys;
    readonly MemoryCache cache;

    /// <param name="realTime">By which keys are forgotten; null for the machine's.</param>
    public PatientKeys(NpgsqlDataSource dataSource, MasterKeys masterKeys, ISystemClock? realTime = null)
    {
        (this.dataSource, this.masterKeys) = (dataSource, masterKeys);
        cache = new(new MemoryCacheOptions { SizeLimit = MostCached, Clock = realTime });
    }

    internal static SealedRows Sealed { get; } = new(
        "patient_keys", "select patient_id::text as key, wrapped as envelope from patient_keys",
        "update patient_keys set wrapped = $3 where patient_id = $1::uuid and wrapped = $2", key => Bound(new(Guid.Parse(key))));

    /// <summary>How long a node may go on opening what belongs to a patient whom another node erased.</summary>
    public static TimeSpan CachedFor { get; } = TimeSpan.FromMinutes(5);

    /// <summary>The patient's key, from memory when it was read in the last five minutes.</summary>
    /// <exception cref="CryptographicException">The row was altered, or its master key is not configured.</exception>
    public async ValueTask<PatientKey> For(PatientId patient, CancellationToken ct)
    {
        if (cache.TryGetValue(patient, out PatientKey? cached))
            return cached!;
        if (await FindOrMake(patient, ct) is not { } wrapped)
            return PatientKey.Erased(patient);
        var key = Unwrap(patient, wrapped);
        return cache.Set(patient, key, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = CachedFor });
    }

    /// <summary>The key of a row that was read together with what it opens, so it is as fresh as that.</summary>
    /// <exception cref="CryptographicException">The row was altered, or its master key is not configured.</exception>
    public PatientKey Unwrap(PatientId patient, byte[] wrapped) => PatientKey.Of(patient, masterKeys.Open(wrapped, Bound(patient)));

    /// <summary>This node forgets the key now; the others do within five minutes.</summary>
    public void Forget(PatientId patient) => cache.Remove(patient);

    /// <summary>This node forgets all keys, for when their rows may have gone with a server that was lost.</summary>
    public void ForgetAll() => cache.Clear();

    public void Dispose() => cache.Dispose();

    /// <returns>Null for an erased patient.</returns>
    async Task<byte[]?> FindOrMake(PatientId patient, CancellationToken ct)
    {
        var fresh = masterKeys.Seal(RandomNumberGenerator.GetBytes(PatientKey.Bytes), Bound(patient));
        await using var batch = dataSource.CreateBatch();
        batch.Add(Make, Pg.Uuid(patient.Value), Pg.Bytes(fresh));
        // A statement of its own, since it must see a key that another node made a moment ago.
        batch.Add(Read, Pg.Uuid(patient.Value));
        return await batch.ExecuteScalarAsync(ct) as byte[];
    }

    static byte[] Bound(PatientId patient) => [.. patient.Value.ToByteArray(bigEndian: true), .. "key"u8];
}
