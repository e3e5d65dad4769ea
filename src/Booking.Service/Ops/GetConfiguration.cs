using System.Collections.Frozen;
using Booking.Contracts;

namespace Booking.Service.Ops;

/// <summary>The settings of this process with the source of each. What is no plain number, word or path by its name is only said to be set.</summary>
static class GetConfiguration
{
    /// <summary>What is the service's own; the environment of a machine holds much that is nobody's business here.</summary>
    static readonly string[] Sections =
    [
        "Accounts", "AllowedHosts", "Booking", "ConnectionStrings", "ForwardedHeaders", "Holds", "Kestrel", "LiveAvailability", "Logging", "Mail", "Metrics", "Nodes", "Notifications",
        "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_SERVICE_NAME", "Outbox", "Payments", "RateLimits", "Reads", "Shutdown", "Sms", "URLS", "Waitlist",
    ];

    /// <summary>Only these are told: a name that nobody thought of must not tell a secret.</summary>
    static readonly FrozenSet<string> Told = new[]
    {
        "AllowedHosts", "Booking:PublicAddress", "Booking:Contact", "Booking:TermsVersion", "Booking:TermsUrl", "Booking:TimeZones", "Booking:ErasureLedger", "Mail:Smtp:Host", "Mail:Smtp:Port", "Mail:Smtp:From",
        "Nodes:Count", "Outbox:KeepSent", "Sms:Gateway:From", "OTEL_SERVICE_NAME", "URLS", "Payments:PayTabs:QueriesPerMinute",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    static readonly string[] ToldSections = ["Accounts", "Holds", "LiveAvailability", "Logging", "Notifications", "RateLimits", "Reads", "Shutdown", "Waitlist"];

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/ops/configuration", Get).RequireAuthorization(Policies.Ops).WithTags("Ops").Answers<ItemList<SettingItem>>(200);

    static ItemList<SettingItem> Get(IConfiguration configuration) => new(
        [.. configuration.AsEnumerable().Where(setting => setting.Value is not null && Stands(setting.Key, Sections))
            .OrderBy(setting => setting.Key, StringComparer.OrdinalIgnoreCase)
            .Select(setting => new SettingItem(setting.Key, IsTold(setting.Key, setting.Value!) ? setting.Value : null, SourceOf(configuration, setting.Key)))]);

    // An address may carry a password.
    static bool IsTold(string key, string value) => (Told.Contains(key) || Stands(key, ToldSections)) && !value.Contains('@', StringComparison.Ordinal);

    static bool Stands(string key, string[] sections) => sections.Contains(key.Split(':')[0], StringComparer.OrdinalIgnoreCase);

    static string SourceOf(IConfiguration configuration, string key) =>
        (configuration as IConfigurationRoot)?.Providers.LastOrDefault(provider => provider.TryGet(key, out _)) switch
        {
            FileConfigurationProvider file => Path.GetFileName(file.Source.Path) ?? "file",
            { } other => other.GetType().Name.Replace("ConfigurationProvider", "", StringComparison.Ordinal),
            null => "",
        };
}
