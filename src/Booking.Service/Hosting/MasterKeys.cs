using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Booking.Service.Hosting;

/// <summary>
/// The keys that everything secret at rest is wrapped with, from <c>Booking:MasterKeys</c> = <c>id:base64,...</c>: 32 bytes each, the
/// first encrypts, all decrypt. To rotate, put a new key under a new id in front, run <c>keys rotate</c> and drop the old one.
/// </summary>
public sealed class MasterKeys
{
    const string Setting = "Booking:MasterKeys";
    const string DevelopmentKey = "development:Ym9va2luZy1kZXZlbG9wbWVudC1tYXN0ZXIta2V5LTE=";
    const byte Version = 1;
    const int KeyBytes = 32, NonceBytes = 12, TagBytes = 16, LongestId = 32;

    static readonly SearchValues<char> IdCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.");

    readonly Dictionary<string, byte[]> keys;
    readonly byte[] currentId;
    readonly byte[] currentKey;

    MasterKeys(IReadOnlyList<(string Id, byte[] Key)> listed)
    {
        keys = listed.ToDictionary(key => key.Id, key => key.Key, StringComparer.Ordinal);
        (currentId, currentKey) = (Encoding.ASCII.GetBytes(listed[0].Id), listed[0].Key);
    }

    /// <summary>In Development a missing setting means a key that everybody knows; anywhere else that key is refused.</summary>
    /// <exception cref="StartupRefusedException">Missing outside Development, malformed, or the well-known key outside Development.</exception>
    public static MasterKeys From(IConfiguration configuration, IHostEnvironment environment)
    {
        var setting = configuration[Setting];
        if (environment.IsDevelopment())
            return Parse(string.IsNullOrWhiteSpace(setting) ? DevelopmentKey : setting);
        if (string.IsNullOrWhiteSpace(setting))
            throw new StartupRefusedException($"{Setting} is not set. Set it to id:key, where key is 32 random bytes in base64 (openssl rand -base64 32).");
        var configured = Parse(setting);
        var wellKnown = Parse(DevelopmentKey).currentKey;
        return configured.keys.Values.Any(key => key.AsSpan().SequenceEqual(wellKnown))
            ? throw new StartupRefusedException($"{Setting} holds the development key, which everybody knows. Make one with openssl rand -base64 32.")
            : configured;
    }

    /// <exception cref="StartupRefusedException">An entry is not <c>id:base64</c> of 32 bytes, or an id stands twice.</exception>
    public static MasterKeys Parse(string setting)
    {
        var listed = setting.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Entry).ToList();
        var ids = listed.Select(key => key.Id).ToHashSet(StringComparer.Ordinal);
        return listed.Count > 0 && ids.Count == listed.Count ? new(listed) : throw Malformed();
    }

    /// <summary>With what every envelope under the first key begins, and no other.</summary>
    public byte[] Heading => [Version, (byte)currentId.Length, .. currentId];

    /// <summary>Encrypts under the first key. The envelope names its key, so that rotation needs no second look.</summary>
    /// <param name="plain">What to hide.</param>
    /// <param name="aad">What it belongs to (an id, a field): the envelope opens only with the same.</param>
    public byte[] Seal(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> aad)
    {
        var header = 2 + currentId.Length;
        var envelope = new byte[header + NonceBytes + plain.Length + TagBytes];
        envelope[0] = Version;
        envelope[1] = (byte)currentId.Length;
        currentId.CopyTo(envelope.AsSpan(2));
        var nonce = envelope.AsSpan(header, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(currentKey, TagBytes);
        aes.Encrypt(nonce, plain, envelope.AsSpan(header + NonceBytes, plain.Length), envelope.AsSpan(^TagBytes..), Bound(envelope.AsSpan(0, header), aad));
        return envelope;
    }

    /// <exception cref="CryptographicException">Altered, cut short, bound to something else, or sealed under a key that is not listed.</exception>
    public byte[] Open(ReadOnlySpan<byte> envelope, ReadOnlySpan<byte> aad)
    {
        if (envelope.Length < 2 || envelope[0] != Version || envelope.Length < 2 + envelope[1] + NonceBytes + TagBytes)
            throw new CryptographicException("This is no sealed envelope.");
        var header = 2 + envelope[1];
        if (!keys.TryGetValue(Encoding.ASCII.GetString(envelope[2..header]), out var key))
            throw new CryptographicException("The master key of this envelope is not configured.");
        var sealedBytes = envelope[(header + NonceBytes)..^TagBytes];
        var plain = new byte[sealedBytes.Length];
        using var aes = new AesGcm(key, TagBytes);
        aes.Decrypt(envelope.Slice(header, NonceBytes), sealedBytes, envelope[^TagBytes..], plain, Bound(envelope[..header], aad));
        return plain;
    }

    /// <summary>Seals a value as JSON; what it was in between is wiped.</summary>
    public byte[] Seal<T>(T value, JsonTypeInfo<T> type, ReadOnlySpan<byte> aad)
    {
        var plain = JsonSerializer.SerializeToUtf8Bytes(value, type);
        var envelope = Seal(plain, aad);
        CryptographicOperations.ZeroMemory(plain);
        return envelope;
    }

    /// <summary>Opens what was sealed as JSON.</summary>
    /// <exception cref="CryptographicException">As in the other.</exception>
    public T Open<T>(byte[] envelope, JsonTypeInfo<T> type, ReadOnlySpan<byte> aad)
    {
        var plain = Open(envelope, aad);
        var value = JsonSerializer.Deserialize(plain, type)!;
        CryptographicOperations.ZeroMemory(plain);
        return value;
    }

    static byte[] Bound(ReadOnlySpan<byte> header, ReadOnlySpan<byte> aad) => [.. header, .. aad];

    static (string Id, byte[] Key) Entry(string entry)
    {
        var colon = entry.IndexOf(':');
        if (colon is < 1 or > LongestId || entry.AsSpan(0, colon).ContainsAnyExcept(IdCharacters))
            throw Malformed();
        var key = new byte[KeyBytes + 1];
        return Convert.TryFromBase64String(entry[(colon + 1)..], key, out var length) && length == KeyBytes
            ? (entry[..colon], key[..KeyBytes])
            : throw Malformed();
    }

    static StartupRefusedException Malformed() =>
        new($"{Setting} is malformed: it is a list of id:key, each key 32 bytes in base64, ids of letters, digits, '-', '_' and '.', none twice.");
}
