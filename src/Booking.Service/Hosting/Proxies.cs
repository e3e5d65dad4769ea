using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace Booking.Service.Hosting;

/// <summary>
/// <c>ForwardedHeaders:KnownProxies</c>: addresses or networks (<c>10.0.0.7, 10.1.0.0/16</c>) whose <c>X-Forwarded-For</c> and
/// <c>X-Forwarded-Proto</c> are believed. Empty, the default: nobody's. Whoever is believed chooses the address that limits count by.
/// </summary>
static class Proxies
{
    const string Setting = "ForwardedHeaders:KnownProxies";

    public static void Add(WebApplicationBuilder builder)
    {
        var entries = Entries(builder.Configuration);
        builder.Services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            options.ForwardLimit = null;
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            foreach (var network in entries)
                options.KnownIPNetworks.Add(network);
        });
    }

    public static void Use(WebApplication app)
    {
        if (Entries(app.Configuration).Count > 0)
            app.UseForwardedHeaders();
    }

    static List<System.Net.IPNetwork> Entries(IConfiguration configuration)
    {
        var section = configuration.GetSection(Setting);
        var texts = section.Value?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            ?? section.Get<string[]>() ?? [];
        return [.. texts.Select(Network)];
    }

    static System.Net.IPNetwork Network(string text) =>
        System.Net.IPNetwork.TryParse(text, out var network) ? network
        : IPAddress.TryParse(text, out var address) ? new(address, address.GetAddressBytes().Length * 8)
        : throw new StartupRefusedException($"{Setting} holds \"{text}\", which is neither an IP address nor a network such as 10.0.0.0/8.");
}
