using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Booking.Contracts;

/// <summary>How the wire records are written and read, by the service and by clients.</summary>
public static class ContractsJson
{
    /// <summary>Deeper nesting is refused; no record needs half of it.</summary>
    public const int MaxDepth = 16;

    /// <summary>Metadata of all wire records.</summary>
    public static ContractsContext Context => ContractsContext.Default;

    /// <summary>For a client: an unknown member is passed over, so that a newer service can add one.</summary>
    public static JsonSerializerOptions Options { get; } = Frozen();

    /// <summary>camelCase, times as strings, enums by name, required and non-null members enforced.</summary>
    public static void Configure(JsonSerializerOptions options) => Configure(options, Context);

    /// <summary>For a service that reads strangers' requests: unknown and duplicate members, nulls in lists and deep nesting are refused too.</summary>
    public static void ConfigureStrict(JsonSerializerOptions options)
    {
        Configure(options, Context.WithAddedModifier(NullElements.Refuse));
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.MaxDepth = MaxDepth;
    }

    static void Configure(JsonSerializerOptions options, IJsonTypeInfoResolver records)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.Converters.Add(new InstantConverter());
        options.Converters.Add(new OffsetDateTimeConverter());
        options.Converters.Add(new LocalDateConverter());
        options.Converters.Add(new LocalTimeConverter());
        options.Converters.Add(new DurationConverter());
        options.TypeInfoResolverChain.Insert(0, records);
    }

    static JsonSerializerOptions Frozen()
    {
        var options = new JsonSerializerOptions();
        Configure(options);
        options.MakeReadOnly();
        return options;
    }
}
