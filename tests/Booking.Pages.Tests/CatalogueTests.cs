using Booking.Service.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Booking.Pages.Tests;

/// <summary>No page is forgotten by those who look at all of them.</summary>
public sealed class CatalogueTests(PagesFixture service) : IClassFixture<PagesFixture>
{
    [Fact]
    public async Task Every_page_stands_in_the_catalogue()
    {
        var known = (await PagesWorld.Addresses(service)).Select(page => new PathString(page.Address.Split('?')[0])).ToList();
        var forgotten =
            from endpoint in service.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            let pattern = endpoint.RoutePattern.RawText!.TrimStart('/')
            where endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("GET") is true && IsPage(pattern)
                && !Catalogue.Parts.Contains("/" + pattern, StringComparer.Ordinal)
            where !known.Any(address => new TemplateMatcher(TemplateParser.Parse(pattern), []).TryMatch(address, []))
            select "/" + pattern;

        Assert.True(!forgotten.Any(), string.Join("\n", forgotten.Order()));
    }

    static bool IsPage(string pattern)
    {
        var http = new DefaultHttpContext { Request = { Path = "/" + pattern } };
        return PagePaths.IsPage(http.Request) && !pattern.StartsWith("assets/", StringComparison.Ordinal);
    }
}
