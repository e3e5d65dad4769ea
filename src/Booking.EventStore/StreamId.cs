using System.Security.Cryptography;
using System.Text;

namespace Booking.EventStore;

/// <summary>Names one stream: the aggregate's own uuid, or a uuid derived from its owner's by <see cref="Derive"/>.</summary>
public readonly record struct StreamId(Guid Value)
{
    /// <summary>The order in which one transaction writes several streams, so that two transactions never wait for each other in a ring.</summary>
    internal static readonly Comparer<StreamId> WriteOrder = Comparer<StreamId>.Create(static (a, b) => a.Value.CompareTo(b.Value));

    /// <summary>UUID version 5 (RFC 9562, section 5.5): the same owner and name always give the same stream.</summary>
    /// <param name="owner">The namespace, for instance a doctor's id.</param>
    /// <param name="name">At most 100 characters; what the stream is to its owner.</param>
    public static StreamId Derive(Guid owner, ReadOnlySpan<char> name)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(name.Length, 100);
        Span<byte> input = stackalloc byte[16 + 300];
        owner.TryWriteBytes(input, bigEndian: true, out _);
        var length = 16 + Encoding.UTF8.GetBytes(name, input[16..]);
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
#pragma warning disable CA5350 // RFC 9562 prescribes SHA-1 for version 5; it names things here and protects nothing.
        SHA1.HashData(input[..length], hash);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new(new Guid(hash[..16], bigEndian: true));
    }

    public override string ToString() => Value.ToString();
}
