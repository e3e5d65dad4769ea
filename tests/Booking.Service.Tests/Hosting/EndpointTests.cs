using System.Reflection;
using Booking.Service.Accounts;
using Booking.Service.Web.SigningIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Booking.Service.Tests.Hosting;

public sealed class EndpointTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public void Every_endpoint_names_its_policy_or_says_that_it_is_open()
    {
        var silent = Endpoints().Where(endpoint =>
            endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null
            && !endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Any(rule => rule.Policy is not null));

        Assert.Empty(silent.Select(endpoint => endpoint.DisplayName));
        Assert.NotEmpty(Endpoints());
    }

    [Fact]
    public void Identitys_own_register_is_not_mapped()
    {
        var registers = Endpoints().Where(endpoint => endpoint.RoutePattern.RawText?.EndsWith("register", StringComparison.Ordinal) is true)
            .Select(endpoint => endpoint.Metadata.GetMetadata<MethodInfo>()?.DeclaringType);

        Assert.Equal([typeof(Register), typeof(Registration), typeof(Registration)], registers);
    }

    IEnumerable<RouteEndpoint> Endpoints() =>
        service.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>();
}
