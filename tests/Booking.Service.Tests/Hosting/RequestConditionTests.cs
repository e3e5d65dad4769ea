using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Booking.Service.Tests.Hosting;

public sealed class RequestConditionTests
{
    [Theory]
    [InlineData("\"3\"", 3L)]
    [InlineData("\"0\"", 0L)]
    [InlineData("*", null)]
    [InlineData(null, null)]
    public void If_Match_is_the_version_in_a_strong_ETag(string? header, long? version) =>
        Assert.Equal(version, RequestConditions.IfMatch(Request(ifMatch: header)));

    [Theory]
    [InlineData("3")]
    [InlineData("W/\"3\"")]
    [InlineData("\"3\", \"4\"")]
    [InlineData("\"-3\"")]
    [InlineData("\" 3\"")]
    [InlineData("\"99999999999999999999\"")]
    [InlineData("\"")]
    [InlineData("")]
    public void An_If_Match_that_is_no_ETag_of_ours_is_refused_by_name(string header) =>
        Assert.Equal("If-Match", Assert.Throws<InvalidFieldException>(() => RequestConditions.IfMatch(Request(ifMatch: header))).Field);

    [Theory]
    [InlineData("abc-1", "abc-1")]
    [InlineData("\"abc-1\"", "abc-1")]
    [InlineData("\"a\\\"b\\\\c\"", "a\"b\\c")]
    [InlineData("a b", "a b")]
    public async Task A_quoted_key_and_a_bare_one_are_the_same(string header, string key) =>
        Assert.Equal(key, (await Idempotency(Request(key: header)))?.Key);

    [Theory]
    [InlineData("")]
    [InlineData("\"\"")]
    [InlineData("tab\there")]
    [InlineData("schlüssel")]
    [InlineData("\"a\\bc\"")]
    [InlineData("\"a\"b\"")]
    public async Task A_key_that_is_not_printable_ASCII_is_refused_by_name(string header) => Assert.Equal(
        "Idempotency-Key",
        (await Assert.ThrowsAsync<InvalidFieldException>(async () => await Idempotency(Request(key: header)))).Field);

    [Fact]
    public async Task A_key_has_at_most_255_characters()
    {
        Assert.NotNull(await Idempotency(Request(key: new('k', 255))));
        await Assert.ThrowsAsync<InvalidFieldException>(async () => await Idempotency(Request(key: new('k', 256))));
    }

    [Fact]
    public async Task The_fingerprint_tells_bodies_methods_and_addresses_apart_and_knows_the_same_again()
    {
        var first = await Fingerprint(Request(key: "k", body: "{}"));

        Assert.Equal(SHA256.HashSizeInBytes, first.Length);
        Assert.Equal(first, await Fingerprint(Request(key: "k", body: "{}")));
        Assert.NotEqual(first, await Fingerprint(Request(key: "k", body: "{ }")));
        Assert.NotEqual(first, await Fingerprint(Request(key: "k", body: "{}", method: "PUT")));
        Assert.NotEqual(first, await Fingerprint(Request(key: "k", body: "{}", query: "?force=true")));
    }

    [Fact]
    public async Task The_body_can_be_read_again_after_it_was_hashed()
    {
        var request = Request(key: "k", body: new string('x', Shell.BodyLimit));

        await Fingerprint(request);

        Assert.Equal(Shell.BodyLimit, (await new StreamReader(request.Body).ReadToEndAsync()).Length);
    }

    [Fact]
    public async Task Without_the_header_the_body_is_left_alone()
    {
        var request = Request(body: "{}");
        var body = request.Body;

        Assert.Null(await Idempotency(request));
        Assert.Same(body, request.Body);
    }

    static async Task<IdempotentRequest?> Idempotency(HttpRequest request)
    {
        await RequestConditions.TakeFingerprint(request.HttpContext, _ => Task.CompletedTask);
        return RequestConditions.Idempotency(request.HttpContext);
    }

    static async Task<byte[]> Fingerprint(HttpRequest request) =>
        (await Idempotency(request))!.Fingerprint;

    static HttpRequest Request(string? key = null, string? ifMatch = null, string body = "", string method = "POST", string query = "")
    {
        var request = new DefaultHttpContext().Request;
        (request.Method, request.Path, request.QueryString) = (method, "/api/holds", new(query));
        request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        if (key is not null)
            request.Headers["Idempotency-Key"] = key;
        if (ifMatch is not null)
            request.Headers.IfMatch = ifMatch;
        return request;
    }
}
