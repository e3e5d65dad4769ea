using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Booking.Service.Tests;

/// <summary>RFC 6238 with the usual six digits and half a minute, as an authenticator app does it.</summary>
static class OneTimeCode
{
    /// <param name="later">Half minutes from now.</param>
    public static string Of(string base32, int later = 0)
    {
        var bits = string.Concat(base32.Select(letter => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(letter), 2).PadLeft(5, '0')));
        var key = Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2)).ToArray();
        var step = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(step, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30 + later);
#pragma warning disable CA5350 // The algorithm of the specification.
        var hash = HMACSHA1.HashData(key, step);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 15)) & int.MaxValue;
        return (number % 1_000_000).ToString("000000");
    }
}
