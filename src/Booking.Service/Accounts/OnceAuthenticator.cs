using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Booking.EventStore;
using Microsoft.AspNetCore.Identity;
using Npgsql;

namespace Booking.Service.Accounts;

/// <summary>
/// Codes of authenticator apps (RFC 6238: six digits, half a minute, SHA-1), each good once. A code is taken from half a minute before its own
/// time to half a minute after it; that of a step that was taken, or of an earlier one, is refused, whoever saw it over a shoulder.
/// </summary>
sealed class OnceAuthenticator(NpgsqlDataSource dataSource, TimeProvider time) : AuthenticatorTokenProvider<Account>
{
    const int Seconds = 30, Digits = 6, StepsAround = 1;

    // The later step wins, and only once, also when two nodes are given one code at the same moment.
    const string Take = """
        insert into identity.account_tokens as known (account_id, login_provider, name, value) values ($1, '[Booking]', 'AuthenticatorStep', $2)
        on conflict (account_id, login_provider, name) do update set value = excluded.value where known.value::bigint < excluded.value::bigint
        """;

    public override async Task<bool> ValidateAsync(string purpose, string token, UserManager<Account> manager, Account user)
    {
        if (await manager.GetAuthenticatorKeyAsync(user) is not { Length: > 0 } key || StepOf(key, token) is not { } step)
            return false;
        await using var command = dataSource.CreateCommand(Take).With(Pg.Uuid(user.Id), Pg.Text(step.ToString(CultureInfo.InvariantCulture)));
        return await command.ExecuteNonQueryAsync() == 1;
    }

    long? StepOf(string key, string token)
    {
        var secret = FromBase32(key);
        var now = time.GetUtcNow().ToUnixTimeSeconds() / Seconds;
        for (var step = now - StepsAround; step <= now + StepsAround; step++)
            if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Code(secret, step)), Encoding.UTF8.GetBytes(token)))
                return step;
        return null;
    }

    /// <summary>RFC 4226, section 5.3.</summary>
    static string Code(byte[] secret, long step)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // The algorithm that the specification and every app have; HMAC does not stand on collisions.
        var hash = HMACSHA1.HashData(secret, counter);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 0xf)) & int.MaxValue;
        return (number % 1_000_000).ToString(CultureInfo.InvariantCulture).PadLeft(Digits, '0');
    }

    /// <summary>RFC 4648, without padding, as Identity writes its keys.</summary>
    static byte[] FromBase32(string text)
    {
        var bytes = new byte[text.Length * 5 / 8];
        var (bits, count, at) = (0, 0, 0);
        foreach (var letter in text)
        {
            bits = (bits << 5) | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(letter, StringComparison.Ordinal);
            if ((count += 5) < 8)
                continue;
            count -= 8;
            bytes[at++] = (byte)(bits >> count);
            bits &= (1 << count) - 1;
        }

        return bytes;
    }
}
