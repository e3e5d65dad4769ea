using System.Globalization;
using Microsoft.Extensions.Configuration;
using Payments.Adapters.PayTabs;

namespace Payments.Adapters;

/// <summary>Where the providers are, by configuration, and what of that is refused.</summary>
static class GatewayAddresses
{
    /// <exception cref="InvalidOperationException">An address is not one, or not allowed in production.</exception>
    public static GatewayOptions Read(IConfiguration configuration, bool production)
    {
        var own = new GatewayOptions();
        return own with
        {
            Stripe = Address("Stripe", host => IsSame(host, own.Stripe.Host)) ?? own.Stripe,
            Razorpay = Address("Razorpay", host => IsSame(host, own.Razorpay.Host)) ?? own.Razorpay,
            PayTabs = Address("PayTabs", PayTabsRegions.IsHost),
            PayTabsQueriesPerMinute = Queries(configuration["Payments:PayTabs:QueriesPerMinute"]) ?? own.PayTabsQueriesPerMinute,
        };

        Uri? Address(string provider, Func<string, bool> isOwn)
        {
            var setting = $"Payments:{provider}:BaseAddress";
            if (configuration[setting] is not { Length: > 0 } text) return null;
            if (!Uri.TryCreate(text.EndsWith('/') ? text : text + "/", UriKind.Absolute, out var address) || !IsPlain(address))
                throw new InvalidOperationException($"{setting} is not an http or https address of a host alone.");
            if (production && !(address.Scheme == Uri.UriSchemeHttps && address.IsDefaultPort && isOwn(address.Host)))
                throw new InvalidOperationException($"{setting} must be https and one of the provider's own hosts in Production.");
            return address;
        }
    }

    static int? Queries(string? setting) =>
        string.IsNullOrEmpty(setting) ? null
        : int.TryParse(setting, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 1_000 ? number
        : throw new InvalidOperationException("Payments:PayTabs:QueriesPerMinute must be a whole number from 1 to 1000.");

    // With a path, a user or a query in it, the requests would go elsewhere than it seems.
    static bool IsPlain(Uri address) =>
        (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
        && address.AbsolutePath == "/" && address.UserInfo.Length == 0 && address.Query.Length == 0 && address.Fragment.Length == 0;

    static bool IsSame(string host, string own) => string.Equals(host, own, StringComparison.OrdinalIgnoreCase);
}
