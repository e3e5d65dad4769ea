using System.Net;
using System.Net.Sockets;

namespace Booking.Service.Webhooks;

/// <summary>
/// Which addresses a stranger's URL may lead to: those of the public internet. Everything that IANA's registries of special-purpose addresses keep
/// back is refused, which is where metadata services, neighbours and this machine are.
/// </summary>
static class PublicAddresses
{
    static readonly IPNetwork[] Special =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24",
            "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
            "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20",
        }.Select(text => IPNetwork.Parse(text)),
    ];

    /// <summary>What is in use for hosts of IPv6 at all; loopback, link-local, private and translated addresses lie outside.</summary>
    static readonly IPNetwork Global = IPNetwork.Parse("2000::/3");

    /// <param name="loopback">Whether this machine may be reached as well: in Development only.</param>
    public static bool Allows(IPAddress address, bool loopback)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return (loopback && IPAddress.IsLoopback(plain))
            || (!Special.Any(network => network.Contains(plain)) && (plain.AddressFamily == AddressFamily.InterNetwork || Global.Contains(plain)));
    }
}
