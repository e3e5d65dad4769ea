using System.Collections.Frozen;

namespace Payments.Adapters.PayTabs;

/// <summary>The host of each region (endpoints of PayTabs' own PHP SDK 3.0). A key is known to the host of its region alone.</summary>
public static class PayTabsRegions
{
    static readonly FrozenDictionary<string, string> Hosts = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["ARE"] = "secure.paytabs.com",
        ["SAU"] = "secure.paytabs.sa",
        ["EGY"] = "secure-egypt.paytabs.com",
        ["OMN"] = "secure-oman.paytabs.com",
        ["JOR"] = "secure-jordan.paytabs.com",
        ["KWT"] = "secure-kuwait.paytabs.com",
        ["IRQ"] = "secure-iraq.paytabs.com",
        ["MAR"] = "secure-morocco.paytabs.com",
        ["QAT"] = "secure-doha.paytabs.com",
        ["GLOBAL"] = "secure-global.paytabs.com",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>All regions, in no order.</summary>
    public static IReadOnlyCollection<string> Names => Hosts.Keys;

    /// <returns>Null for a region that PayTabs has not.</returns>
    public static Uri? AddressOf(string region) => Hosts.TryGetValue(region, out var host) ? new($"https://{host}/") : null;

    /// <summary>Whether a host is one of PayTabs' own.</summary>
    public static bool IsHost(string host) => Hosts.Values.Contains(host, StringComparer.OrdinalIgnoreCase);
}
