using Booking.Service.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Booking.Service.Tests.Hostile;

[Collection(AfterTheWalk.Name)]
public sealed class WalkTests(HostileFixture service)
{
    [Fact]
    public void Every_request_of_the_walk_succeeds_as_the_document_says() => Assert.True(service.Walk.Refused.Count == 0, string.Join('\n', service.Walk.Refused));

    [Fact]
    public void Every_operation_of_the_document_was_reached_with_success()
    {
        var reached = service.Walk.Sent.Select(OperationOf).ToHashSet(StringComparer.Ordinal);

        Assert.Equal([], Described.Except(reached, StringComparer.Ordinal));
    }

    [Fact]
    public void The_document_describes_the_endpoints_and_no_others()
    {
        var endpoints =
            from endpoint in service.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            let route = "/" + endpoint.RoutePattern.RawText!.Trim('/').Replace(":int", "", StringComparison.Ordinal)
            where !IsAside(route) && !IsPage(endpoint, route)
            from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods
            select $"{method} {route}";

        Assert.Equal(endpoints.Order(StringComparer.Ordinal), Described);
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

    /// <summary>
    /// Everything of the walk that is private, asked for by another patient and by another doctor: no success, and the same answer as for what does
    /// not exist. That a hold is another's may be told: holds are no secret.
    /// </summary>
    [Fact]
    public async Task What_is_anothers_looks_like_what_does_not_exist()
    {
        List<string> told = [];
        var asked = 0;
        foreach (var line in service.Walk.Sent.Where(line => IsOfSomebody(line.Path) && line.Who is not "anonymous" and not "provider"))
            foreach (var who in (string[])["other", "stranger"])
            {
                var (anothers, missing) = (await Ask(who, line, missing: false), await Ask(who, line, missing: true));
                asked++;
                if (anothers != missing || anothers.Status < 400)
                    told.Add($"{who} {line.Method} {line.Path}: {anothers} and {missing}");
            }

        Assert.Equal([], told);
        Assert.True(asked > 100);
    }

    [Fact]
    public async Task All_invariants_hold_after_everything_was_done() => await Invariants.Check(service);

    // What every signed-in person may read of a doctor is left out.
    static bool IsOfSomebody(string path) => path.Contains("/$", StringComparison.Ordinal) && !path.StartsWith("/api/holds/", StringComparison.Ordinal)
        && path is not "/api/doctors/$doctor/intake";

    async Task<(int Status, string Body)> Ask(string who, WalkLine line, bool missing)
    {
        var names = new Dictionary<string, string>(service.World.Names, StringComparer.Ordinal);
        if (missing)
            foreach (var (name, value) in service.World.Names.Where(name => line.Path.Contains($"/${name.Key}", StringComparison.Ordinal)))
                names[name] = Guid.TryParse(value, out _) ? Guid.NewGuid().ToString() : value;
        using var request = Walk.Request(line, names);
        using var answer = await service.World.Client(who).SendAsync(request);
        var body = await answer.Content.ReadAsStringAsync();
        var trace = body.IndexOf("\"traceId\"", StringComparison.Ordinal);
        return ((int)answer.StatusCode, trace < 0 ? body : body[..trace]);
    }

    IEnumerable<string> Described => service.Document.Operations.Where(operation => !IsAside(operation.Split(' ')[1])).Order(StringComparer.Ordinal);

    static bool IsPage(RouteEndpoint endpoint, string route) =>
        endpoint.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is { ExcludeFromDescription: true } && PagePaths.IsPage(new DefaultHttpContext { Request = { Path = route } }.Request);

    // Not described, or there in Development only.
    static bool IsAside(string route) => Aside.Any(start => route.StartsWith(start, StringComparison.Ordinal));

    static readonly string[] Aside = ["/health", "/openapi", "/dev/", "/metrics"];

    string OperationOf(WalkLine line) =>
        service.Document.NameOf(new(line.Method), WalkScript.Filled(line.Path, service.World.Names).Split('?')[0]) ?? throw new InvalidOperationException($"{line.Method} {line.Path} is not documented.");
}
