using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Booking.Service.Calendars;

/// <summary>What opens a feed: 256 random bits, of which only the hash is kept.</summary>
static class FeedToken
{
    const int Bytes = 32;

    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>Of whatever somebody sent, so that what is no token takes the same way as one that is unknown.</summary>
    public static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
