using System.Net;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Booking.Service.Tests.OpenApi;

/// <summary>The check against a server that answers anything, so that every kind of lie can be told.</summary>
public sealed class OpenApiCheckTests
{
    const string Document = """
        {"openapi":"3.1.1",
         "paths":{
          "/api/things":{
            "get":{"parameters":[{"$ref":"#/components/parameters/limit"}],
              "responses":{"200":{"$ref":"#/components/responses/things"},"default":{"$ref":"#/components/responses/problem"}}},
            "post":{"requestBody":{"required":true,"content":{"application/json":{"schema":{"$ref":"#/components/schemas/thing"}}}},
              "responses":{"201":{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/thing"}}}},
                "4XX":{"$ref":"#/components/responses/problem"}}}},
          "/api/things/{id}":{"delete":{"responses":{"204":{"description":"Gone."}}},
            "get":{"responses":{"200":{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/thing"}}}}}}},
          "/api/things/any":{"get":{"responses":{"200":{"content":{"text/event-stream":{}}}}}},
          "/api/things/{id}.ics":{"get":{"responses":{"200":{"content":{"text/calendar":{}}}}}}},
         "components":{
          "parameters":{"limit":{"name":"limit","in":"query"}},
          "schemas":{"thing":{"type":"object","required":["name"],"additionalProperties":false,"properties":{"name":{"type":"string"}}},
            "problem":{"type":"object","required":["type"]}},
          "responses":{
            "things":{"content":{"application/json":{"schema":{"type":"array","items":{"$ref":"#/components/schemas/thing"}}}}},
            "problem":{"content":{"application/problem+json":{"schema":{"$ref":"#/components/schemas/problem"}}}}}}}
        """;

    [Theory]
    [InlineData("GET /api/things?limit=5", 200, "application/json; charset=utf-8", """[{"name":"a"}]""")]
    [InlineData("GET /api/things", 503, "application/problem+json", """{"type":"/problems/busy"}""")]
    [InlineData("POST /api/things {\"name\":\"a\"}", 201, "application/json", """{"name":"a"}""")]
    [InlineData("POST /api/things {\"nom\":\"a\"}", 422, "application/problem+json", """{"type":"/problems/invalid"}""")]
    [InlineData("DELETE /api/things/1", 204, "", "")]
    [InlineData("GET /api/things/1", 200, "application/json", """{"name":"a"}""")]
    [InlineData("GET /api/things/1.ics", 200, "text/calendar", "BEGIN:VCALENDAR")]
    [InlineData("GET /api/things/any", 200, "text/event-stream", "event: slot")]
    [InlineData("GET /api/nothing", 404, "application/problem+json", "{}")]
    [InlineData("PATCH /api/things", 405, "", "")]
    [InlineData("GET /health/live", 200, "text/plain", "Healthy")]
    public async Task What_the_document_says_passes(string call, int status, string contentType, string body)
    {
        using var response = await Send(call, status, contentType, body);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(body, await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("GET /api/nothing", 200, "application/json", "{}", "does not know the path")]
    [InlineData("PATCH /api/things", 200, "application/json", "{}", "does not know the method")]
    [InlineData("GET /api/things", 202, "application/json", "[]", "does not know the status")]
    [InlineData("DELETE /api/things/1", 404, "application/problem+json", "{}", "does not know the status")]
    [InlineData("POST /api/things {}", 500, "application/problem+json", "{}", "does not know the status")]
    [InlineData("GET /api/things", 200, "text/html", "<p>", "content type text/html, where the document says application/json")]
    [InlineData("DELETE /api/things/1", 204, "application/json", "{}", "content type application/json, where the document says there is none")]
    [InlineData("GET /api/things", 200, "", "", "no body, where the document says application/json")]
    [InlineData("DELETE /api/things/1", 204, "", "x", "a body without a content type")]
    [InlineData("GET /api/things", 200, "application/json", "[", "the answer is not JSON")]
    [InlineData("GET /api/things", 200, "application/json", """[{"name":"a"},{"name":1}]""", "in the answer, /1/name is number, not string")]
    [InlineData("GET /api/things", 400, "application/problem+json", """{"code":1}""", "in the answer, the body lacks 'type'")]
    [InlineData("GET /api/things?limit=5&page=2", 200, "application/json", "[]", "query parameter 'page'")]
    [InlineData("POST /api/things {\"name\":1}", 201, "application/json", """{"name":"a"}""", "in the request, /name is number, not string")]
    [InlineData("POST /api/things", 201, "application/json", """{"name":"a"}""", "accepted without the body")]
    [InlineData("DELETE /api/things/1 {}", 204, "", "", "accepted a body of application/json")]
    public async Task What_the_document_does_not_say_is_thrown_with_call_and_status(string call, int status, string contentType, string body, string what)
    {
        var violation = await Assert.ThrowsAsync<OpenApiViolationException>(() => Send(call, status, contentType, body));

        var (method, path) = (call.Split(' ')[0], call.Split(' ')[1].Split('?')[0]);
        Assert.StartsWith($"{method} {path} answered {status}: ", violation.Message, StringComparison.Ordinal);
        Assert.Contains(what, violation.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_document_is_loaded_once()
    {
        var loads = 0;
        using var client = Client(() => Task.FromResult(JsonDocument.Parse(Document, new() { MaxDepth = 64 + loads++ })), 200, "application/json", "[]");

        await client.GetAsync("/api/things");
        await client.GetAsync("/api/things");

        Assert.Equal(1, loads);
    }

    static async Task<HttpResponseMessage> Send(string call, int status, string contentType, string body)
    {
        using var client = Client(() => Task.FromResult(JsonDocument.Parse(Document)), status, contentType, body);
        var parts = call.Split(' ', 3);
        using var request = new HttpRequestMessage(new HttpMethod(parts[0]), parts[1]);
        if (parts.Length == 3) request.Content = new StringContent(parts[2], Encoding.UTF8, "application/json");
        return await client.SendAsync(request);
    }

    static HttpClient Client(Func<Task<JsonDocument>> load, int status, string contentType, string body) =>
        new(new OpenApiCheck(load, "/health/") { InnerHandler = new Liar(status, contentType, body) }) { BaseAddress = new("http://booking.test") };

    sealed class Liar(int status, string contentType, string body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            if (contentType.Length > 0) content.Headers.TryAddWithoutValidation("Content-Type", contentType);
            return Task.FromResult(new HttpResponseMessage((HttpStatusCode)status) { Content = content });
        }
    }
}
