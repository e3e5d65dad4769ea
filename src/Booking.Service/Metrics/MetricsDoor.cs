using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authorization;

namespace Booking.Service.Metrics;

/// <summary>
/// Who may scrape: whoever signs in as ops; with <c>Metrics:Token</c> set, whoever sends it as a bearer token, as a Prometheus server does; without it, this machine.
/// A request that a proxy on this machine passed on is not of this machine.
/// </summary>
sealed class MetricsDoor
{
    const string Setting = "Metrics:Token";
    const int Shortest = 16;
    const string Scheme = "Bearer ";

    readonly byte[]? _token;

    MetricsDoor(byte[]? token) => _token = token;

    /// <exception cref="StartupRefusedException">The token is too short to be one.</exception>
    public static MetricsDoor From(IConfiguration configuration) => configuration[Setting] switch
    {
        null or "" => new(token: null),
        { Length: < Shortest } => throw new StartupRefusedException($"{Setting} must have {Shortest} characters or more. Make one with: openssl rand -hex 32"),
        var token => new(Digest(token)),
    };

    /// <summary>For <see cref="Policies.Metrics"/>.</summary>
    public static bool Opens(AuthorizationHandlerContext context) =>
        (context.User.IsInRole(Roles.Ops) && !Identities.LacksSecondFactor(context.User))
        || (context.Resource is HttpContext http && http.RequestServices.GetRequiredService<MetricsDoor>().Opens(http));

    bool Opens(HttpContext http) => _token is { } token
        ? http.Request.Headers.Authorization.ToString() is var sent && sent.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(Digest(sent[Scheme.Length..].Trim()), token)
        : http.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address) && !IsPassedOn(http.Request.Headers);

    static bool IsPassedOn(IHeaderDictionary headers) =>
        headers.ContainsKey("Forwarded") || headers.ContainsKey("Via") || headers.Keys.Any(static name => name.StartsWith("X-Forwarded", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("X-Original", StringComparison.OrdinalIgnoreCase) || name.Equals("X-Real-IP", StringComparison.OrdinalIgnoreCase));

    static byte[] Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
