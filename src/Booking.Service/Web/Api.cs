using Booking.Contracts;
using Microsoft.AspNetCore.Http.Features;

namespace Booking.Service.Web;

/// <summary>
/// The service's own HTTP interface, called in this process. Pages do all they do through it, as the person who opened them: so they can do nothing
/// that <c>/api</c> refuses, and what it grants, checks and answers is written once.
/// </summary>
public sealed class Api
{
    static readonly Uri Here = new("http://here");

    RequestDelegate? pipeline;

    /// <summary>After all endpoints are mapped. Who asks is known already, and is counted and logged by the page's own request.</summary>
    public void Open(WebApplication app)
    {
        var inner = ((IApplicationBuilder)app).New();
        inner.UseMiddleware<Requests>();
        inner.UseRouting();
        inner.UseAuthorization();
        inner.Use(RequestConditions.TakeFingerprint);
        inner.UseEndpoints(endpoints =>
        {
            foreach (var source in ((IEndpointRouteBuilder)app).DataSources)
                endpoints.DataSources.Add(source);
        });
        pipeline = inner.Build();
    }

    /// <returns>A client that asks as whoever opened <paramref name="page"/>.</returns>
    public BookingClient For(HttpContext page) => new(new HttpClient(new Door(page, pipeline!)) { BaseAddress = Here });

    sealed class Door(HttpContext page, RequestDelegate pipeline) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            using var body = new MemoryStream();
            // A scope of its own, because a page may ask for several things at once.
            await using var scope = page.RequestServices.GetRequiredService<IServiceScopeFactory>().CreateAsyncScope();
            var inner = await Request(request, body, cancellationToken);
            inner.RequestServices = scope.ServiceProvider;
            await pipeline(inner);
            await inner.Response.BodyWriter.FlushAsync(cancellationToken);
            return Response(inner.Response, body);
        }

        async Task<HttpContext> Request(HttpRequestMessage request, Stream answer, CancellationToken ct)
        {
            var features = new FeatureCollection();
            features.Set<IHttpRequestFeature>(new HttpRequestFeature
            {
                Method = request.Method.Method, Scheme = page.Request.Scheme, Protocol = page.Request.Protocol,
                // As the server reads addresses: an escaped slash in a name or a code is no step on the path.
                Path = Uri.UnescapeDataString(request.RequestUri!.AbsolutePath.Replace("%2F", "%252F", StringComparison.OrdinalIgnoreCase)), QueryString = request.RequestUri.Query,
                Body = request.Content is null ? Stream.Null : await request.Content.ReadAsStreamAsync(ct),
            });
            features.Set<IHttpResponseFeature>(new HttpResponseFeature());
            features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(answer));
            features.Set<IHttpRequestBodyDetectionFeature>(new Body(request.Content is not null));
            var inner = new DefaultHttpContext(features) { User = page.User, RequestAborted = ct, TraceIdentifier = page.TraceIdentifier };
            inner.Connection.RemoteIpAddress = page.Connection.RemoteIpAddress;
            inner.Request.Headers[BookingClient.PositionHeader] = page.Request.Headers[BookingClient.PositionHeader];
            foreach (var (name, values) in request.Headers.NonValidated)
                inner.Request.Headers[name] = values.ToArray();
            if (request.Content is { } content)
                (inner.Request.ContentType, inner.Request.ContentLength) = (content.Headers.ContentType?.ToString(), content.Headers.ContentLength);
            return inner;
        }

        static HttpResponseMessage Response(HttpResponse answer, MemoryStream body)
        {
            var response = new HttpResponseMessage((System.Net.HttpStatusCode)answer.StatusCode) { Content = new ByteArrayContent(body.ToArray()) };
            foreach (var (name, values) in answer.Headers)
                if (!response.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
                    response.Content.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
            return response;
        }
    }

    sealed class Body(bool there) : IHttpRequestBodyDetectionFeature
    {
        public bool CanHaveBody => there;
    }
}
