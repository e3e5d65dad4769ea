using System.Net;
using Microsoft.AspNetCore.Http;

namespace Booking.Contracts.Tests;

/// <summary>The client against a server that echoes.</summary>
public sealed class BookingClientTests : IAsyncLifetime
{
    static readonly Guid Id = Guid.Parse("018f3a5e-0000-7000-8000-000000000001");
    static readonly Instant Nine = Instant.FromUtc(2026, 11, 23, 9, 0);
    static readonly CancelRequest Better = new("Better");
    static readonly HoldRequest AtNine = new(Id, Nine, AppointmentType.Standard);

    readonly EchoServer server = new();
    BookingClient client = null!;

    public async ValueTask InitializeAsync() => client = new BookingClient(await server.Start());

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task A_change_carries_its_key_its_version_and_its_body()
    {
        await client.Cancel(Id, Better, idempotencyKey: "k-1", ifMatch: "\"3\"");

        Assert.Equal($"POST /api/appointments/{Id}/cancel", server.Sent.Call);
        Assert.Equal(("k-1", "\"3\""), (server.Sent.Headers["Idempotency-Key"].ToString(), server.Sent.Headers.IfMatch.ToString()));
        Assert.Equal("application/json", server.Sent.Headers.ContentType);
        Assert.Equal("""{"reason":"Better","for":null}""", server.Sent.Body);
    }

    [Fact]
    public async Task What_is_not_given_is_not_sent()
    {
        await client.Cancel(Id, Better);

        Assert.False(server.Sent.Headers.ContainsKey("Idempotency-Key"));
        Assert.False(server.Sent.Headers.ContainsKey("If-Match"));
        Assert.False(server.Sent.Headers.ContainsKey("Authorization"));
    }

    [Fact]
    public async Task A_query_names_only_what_was_asked_and_escapes_it()
    {
        await client.Doctors(
            new(Query: "Ahmed & Söhne", MaxFee: 20000, Currency: "USD", AvailableFrom: Nine, Near: (25.2m, -55.27m)), new(Limit: 5, Cursor: "a+b"));

        Assert.Equal(
            "GET /api/doctors?query=Ahmed%20%26%20S%C3%B6hne&maxFee=20000&currency=USD&availableFrom=2026-11-23T09%3A00%3A00Z"
            + "&near=25.2%2C-55.27&limit=5&cursor=a%2Bb",
            server.Sent.Call);
    }

    [Fact]
    public async Task Availability_names_its_days_its_zone_its_type_and_ones_own_hold()
    {
        await client.Availability(Id, new(new(2026, 11, 23), new(2026, 12, 1), "Asia/Karachi", AppointmentType.Followup, Hold: Id));

        Assert.Equal($"GET /api/doctors/{Id}/availability?from=2026-11-23&to=2026-12-01&timeZone=Asia%2FKarachi&type=followup", server.Sent.Call);
        Assert.Equal(Id.ToString(), server.Sent.Headers["X-Hold"]);
    }

    [Fact]
    public async Task A_malformed_version_goes_out_as_it_is_so_that_the_service_can_refuse_it()
    {
        await client.PauseDoctor(Id, ifMatch: "three");

        Assert.Equal("three", server.Sent.Headers.IfMatch);
    }

    [Fact]
    public async Task After_signing_in_every_call_carries_the_token_until_signing_out()
    {
        server.Answers(200, """{"tokenType":"Bearer","accessToken":"secret","expiresIn":3600,"refreshToken":"r"}""");
        await client.SignIn("ann@demo.test", "Demo-2026!pass");
        Assert.Equal("POST /api/accounts/login", server.Sent.Call);

        server.Answers(204);
        await client.ReleaseHold(Id);
        Assert.Equal("Bearer secret", server.Sent.Headers.Authorization);

        client.SignOut();
        await client.ReleaseHold(Id);
        Assert.False(server.Sent.Headers.ContainsKey("Authorization"));
    }

    [Fact]
    public async Task A_sign_in_that_is_refused_leaves_nobody_signed_in()
    {
        client.Http.DefaultRequestHeaders.Authorization = new("Bearer", "of-somebody-else");
        server.Answers(401, """{"type":"/problems/unauthorized","title":"No.","status":401}""", "application/problem+json");

        var answer = await client.SignIn("ann@demo.test", "wrong");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Null(client.Http.DefaultRequestHeaders.Authorization);
    }

    [Fact]
    public async Task An_answer_brings_body_version_and_place()
    {
        var hold = new HoldAnswer(Id, Id, Nine, Nine, AppointmentType.Standard, Nine, new Money(20000, "USD"));
        server.Answer = response =>
        {
            (response.StatusCode, response.Headers.ETag, response.Headers.Location) = (201, "\"1\"", $"/api/holds/{Id}");
            return response.WriteAsJsonAsync(hold, ContractsJson.Options);
        };

        var answer = await client.Hold(AtNine);

        Assert.Equal((HttpStatusCode.Created, hold), (answer.Status, answer.Value));
        Assert.Equal(("\"1\"", $"/api/holds/{Id}"), (answer.ETag, answer.Location?.ToString()));
    }

    [Fact]
    public async Task A_refusal_is_a_value_with_its_code_and_what_comes_with_it()
    {
        server.Answers(409, """
            {"type":"/problems/slot-taken","title":"Another patient has this slot.","status":409,"new":1,
             "alternatives":[{"start":"2026-11-23T09:30:00Z","end":"2026-11-23T10:00:00Z","local":"2026-11-23T13:30:00+04:00"}]}
            """, "application/problem+json");

        var answer = await client.Hold(AtNine);

        Assert.Null(answer.Body);
        Assert.Equal("slot-taken", answer.Problem?.Code);
        Assert.Equal(Nine + Duration.FromMinutes(30), Assert.Single(answer.Problem!.Alternatives!).Start);
        Assert.Contains("409 slot-taken", Assert.Throws<InvalidOperationException>(() => answer.Value).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/html", "<h1>Bad gateway</h1>")]
    [InlineData("application/problem+json", "{")]
    public async Task An_error_page_of_something_in_between_does_not_throw(string contentType, string body)
    {
        server.Answers(502, body, contentType);

        var answer = await client.Me();

        Assert.Equal((HttpStatusCode.BadGateway, null, null), (answer.Status, answer.Problem, answer.Body));
    }

    [Fact]
    public async Task Too_many_requests_tell_how_long_to_wait()
    {
        server.Answer = response => Task.FromResult((response.StatusCode, response.Headers.RetryAfter) = (429, "7"));

        Assert.Equal(Duration.FromSeconds(7), (await client.Me()).RetryAfter);
    }
}
