using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;

namespace Booking.Service.Hosting;

/// <summary>
/// All that is mapped, built once. Routing, the calls that pages make, authorization and the OpenAPI document each ask for the endpoints, and the framework compiles every
/// handler anew for each of them: this was most of the time that a start took.
/// </summary>
sealed class BuiltEndpoints(IReadOnlyList<EndpointDataSource> mapped) : EndpointDataSource
{
    readonly Lazy<IReadOnlyList<Endpoint>> built = new(() => [.. mapped.SelectMany(static source => source.Endpoints)]);

    public override IReadOnlyList<Endpoint> Endpoints => built.Value;

    /// <summary>Puts itself in the place of what was mapped since the last time.</summary>
    public static void Seal(IEndpointRouteBuilder app)
    {
        var mapped = app.DataSources.Where(static source => source is not BuiltEndpoints).ToArray();
        foreach (var source in mapped)
            app.DataSources.Remove(source);
        app.DataSources.Add(new BuiltEndpoints(mapped));
    }

    public override IChangeToken GetChangeToken() => NullChangeToken.Singleton;
}
