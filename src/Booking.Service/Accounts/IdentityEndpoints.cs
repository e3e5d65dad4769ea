using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;

namespace Booking.Service.Accounts;

/// <summary>
/// Identity's own endpoints under <c>/api/accounts</c>: login, refresh, confirmEmail, resendConfirmationEmail, forgotPassword,
/// resetPassword, manage/2fa, manage/info. Its register is left out; <see cref="Register"/> stands there. There are bearer tokens only.
/// </summary>
static class IdentityEndpoints
{
    public const string Prefix = "/api/accounts";
    const string Manage = Prefix + "/manage";

    static readonly string[] Guessable = ["/login", "/forgotPassword", "/resetPassword", "/resendConfirmationEmail", "/confirmEmail"];

    public static void Map(WebApplication app)
    {
        var own = new OwnSources(app);
        var group = own.MapGroup(Prefix);
        group.AddEndpointFilter(EvenTime.Keep).AddEndpointFilter(RefuseCookies).AddEndpointFilter(IdentityProblems.Translate);
        group.MapIdentityApi<Account>().Add(Guard);
        ((IEndpointRouteBuilder)app).DataSources.Add(new WithoutRegister(new CompositeEndpointDataSource(own.DataSources)));
    }

    static void Guard(EndpointBuilder endpoint)
    {
        var path = Path(((RouteEndpointBuilder)endpoint).RoutePattern);
        endpoint.Metadata.Add(path.StartsWith(Manage, StringComparison.OrdinalIgnoreCase)
            ? new AuthorizeAttribute(Policies.AnyAccount)
            : new AllowAnonymousAttribute());
        if (path.EndsWith("/confirmEmail", StringComparison.OrdinalIgnoreCase))
            endpoint.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(string), ["text/plain"]));
        if (Guessable.Any(guessable => path.EndsWith(guessable, StringComparison.OrdinalIgnoreCase)))
            endpoint.Metadata.Add(new Microsoft.AspNetCore.RateLimiting.EnableRateLimitingAttribute(RateLimits.SignIn));
    }

    static string Path(RoutePattern pattern) => "/" + (pattern.RawText ?? "").Trim('/');

    static async ValueTask<object?> RefuseCookies(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        foreach (var name in (ReadOnlySpan<string>)["useCookies", "useSessionCookies"])
            if (invocation.HttpContext.Request.Query[name].ToString() is { Length: > 0 } text && (!bool.TryParse(text, out var wanted) || wanted))
                return Problems.Invalid(invocation.HttpContext, name, wanted ? "Is not supported: there are bearer tokens only." : "Cannot be read.");
        return await next(invocation);
    }

    /// <summary>Collects Identity's endpoints apart from the rest, so that one can be left out.</summary>
    sealed class OwnSources(IEndpointRouteBuilder app) : IEndpointRouteBuilder
    {
        public ICollection<EndpointDataSource> DataSources { get; } = [];
        public IServiceProvider ServiceProvider => app.ServiceProvider;
        public IApplicationBuilder CreateApplicationBuilder() => app.CreateApplicationBuilder();
    }

    sealed class WithoutRegister(EndpointDataSource all) : EndpointDataSource
    {
        public override IReadOnlyList<Endpoint> Endpoints { get; } =
            [.. all.Endpoints.Where(endpoint => endpoint is not RouteEndpoint route || Path(route.RoutePattern) != $"{Prefix}/register")];

        public override IChangeToken GetChangeToken() => NullChangeToken.Singleton;
    }
}
