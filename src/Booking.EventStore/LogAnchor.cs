using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Text;
using Npgsql;

namespace Booking.EventStore;

/// <summary>
/// What the log was at a position, in a line that is kept elsewhere: a log that was altered, cut in the middle or restored wrongly does not
/// have it any more. The digest is SHA-256 over position, id, stream, version, type and data of every event up to there, in order.
/// </summary>
/// <param name="At">When it was taken.</param>
/// <param name="Events">How many events there are up to the position.</param>
/// <param name="Position">Settled: nothing can appear at or below it any more.</param>
/// <param name="Digest">64 digits of base 16.</param>
public sealed partial record LogAnchor(Instant At, long Events, long Position, string Digest)
{
    const string Rows = "select seq_id, id, stream_id, version, type, data::text from mt_events where seq_id <= $1 order by seq_id";

    /// <summary>Reads the whole log up to the settled position, or to one that is given; its memory does not grow with it.</summary>
    /// <param name="upTo">The position of an anchor that this is to be compared with; null: all that is settled.</param>
    public static async Task<LogAnchor> Take(NpgsqlDataSource dataSource, Instant now, long? upTo, CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        var position = upTo ?? await SettledPosition.Read(connection, ct);
        await using var command = new NpgsqlCommand(Rows, connection) { CommandTimeout = 0 }.With(Pg.Long(position));
        await using var row = await command.ExecuteReaderAsync(ct);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var count = 0L;
        for (; await row.ReadAsync(ct); count++)
        {
            Add(hash, row.GetInt64(0));
            hash.AppendData(row.GetGuid(1).ToByteArray(bigEndian: true));
            hash.AppendData(row.GetGuid(2).ToByteArray(bigEndian: true));
            Add(hash, row.GetInt64(3));
            Add(hash, row.GetString(4));
            Add(hash, row.GetString(5));
        }

        return new(now, count, position, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <returns>Null when the line is no anchor.</returns>
    public static LogAnchor? Parse(string line) =>
        Form().Match(line) is { Success: true } found && InstantPattern.ExtendedIso.Parse(found.Groups["at"].Value) is { Success: true, Value: var at }
            ? new(at, Number(found, "events"), Number(found, "position"), found.Groups["digest"].Value)
            : null;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"anchor at={InstantPattern.ExtendedIso.Format(At)} events={Events} position={Position} sha256={Digest}");

    static long Number(Match found, string name) => long.Parse(found.Groups[name].Value, CultureInfo.InvariantCulture);

    static void Add(IncrementalHash hash, long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        hash.AppendData(bytes);
    }

    // With its length before it, so that no two texts run into each other.
    static void Add(IncrementalHash hash, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Add(hash, bytes.Length);
        hash.AppendData(bytes);
    }

    [GeneratedRegex("^anchor at=(?<at>[^ ]{1,40}) events=(?<events>[0-9]{1,18}) position=(?<position>[0-9]{1,18}) sha256=(?<digest>[0-9a-f]{64})$", RegexOptions.NonBacktracking)]
    private static partial Regex Form();
}
