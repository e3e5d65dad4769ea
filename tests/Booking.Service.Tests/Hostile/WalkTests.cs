using Booking.Service.Tests.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Booking.Service.Tests.Hostile;

public sealed class WalkTests(HostileFixture service) : IClassFixture<HostileFixture>
{
    [Fact]
    public void Every_operation_of_the_document_was_reached_with_success()
    {
        var reached = service.Walk.Sent.Select(OperationOf).ToHashSet(StringComparer.Ordinal);

        Assert.Equal([], service.Document.Operations.Except(reached, StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_document_describes_the_endpoints_and_no_others()
    {
        var endpoints =
            from endpoint in service.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            let route = "/" + endpoint.RoutePattern.RawText!.Trim('/').Replace(":int", "", StringComparison.Ordinal)
            where !Undocumented.Any(start => route.StartsWith(start, StringComparison.Ordinal))
            from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods
            select $"{method} {route}";

        Assert.Equal(endpoints.Order(StringComparer.Ordinal), service.Document.Operations.Order(StringComparer.Ordinal));
    }

    // Half of a log line is enough to find a person by, so nothing that a person or a secret is known by may stand in one.
    [Fact]
    public async Task Nobodys_name_words_or_secrets_stand_in_logs_traces_or_tables()
    {
        var names = service.World.Names;
        string[] secrets = [names["password"], names["access"], names["refresh"], names["resetCode"], names["feedToken"], "walk-secret", "walk-hook", "walk-server-key", "whsec_walk"];
        string[] personal = [names["mail"], "Adacanary", "9977331", "Canaryreason", "Canarycomment", "walkin@example.test"];
        var said = string.Join('\n', service.Said);
        var tables = (await Canaries.Dump(service.Database, except: "identity")).Text;

        Assert.NotEmpty(service.Said);
        Assert.Equal([], personal.Concat(secrets).Where(one => said.Contains(one, StringComparison.OrdinalIgnoreCase)));
        Assert.Equal([], personal.Concat(secrets).SelectMany(Canaries.Forms).Where(one => tables.Contains(one, StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public async Task All_invariants_hold_after_everything_was_done() => await Invariants.Check(service);

    static readonly string[] Undocumented = ["/health", "/openapi", "/dev/", "/metrics"];

    string OperationOf(WalkLine line) =>
        service.Document.NameOf(new(line.Method), WalkScript.Filled(line.Path, service.World.Names).Split('?')[0]) ?? throw new InvalidOperationException($"{line.Method} {line.Path} is not documented.");
}
