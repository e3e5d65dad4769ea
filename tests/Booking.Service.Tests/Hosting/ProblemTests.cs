using System.Net;
using System.Text;
using Xunit;

namespace Booking.Service.Tests.Hosting;

/// <summary>What the framework refuses by itself, in this service's words.</summary>
public sealed class ProblemTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    const string Register = "/api/accounts/register";
    const string Right = "\"password\":\"not a common one\",\"fullName\":\"Ann\",\"phone\":\"+971501234567\",\"timeZone\":\"Asia/Dubai\"";

    readonly HttpClient http = service.Http();

    [Fact]
    public async Task An_unknown_address_is_404_also_without_a_sign_in() => await (await http.GetAsync("/api/nowhere")).Problem(404, "not-found");

    [Fact]
    public async Task A_method_that_is_not_there_is_405_and_says_which_is()
    {
        var answer = await http.DeleteAsync(Register);

        await answer.Problem(405, "method-not-allowed");
        Assert.Equal(["POST"], answer.Content.Headers.Allow);
    }

    [Fact]
    public async Task Without_a_sign_in_it_is_401() => await (await http.GetAsync("/api/accounts/me")).Problem(401, "unauthorized");

    [Fact]
    public async Task Another_content_type_is_415() =>
        await (await http.PostAsync(Register, new StringContent("a=b", Encoding.UTF8, "text/plain"))).Problem(415, "unsupported-media-type");

    /// <summary>Quotes around the name are as right as none.</summary>
    [Theory]
    [InlineData("application/json; charset=nonsense", 415, "unsupported-media-type")]
    [InlineData("application/json; charset=utf-16", 415, "unsupported-media-type")]
    [InlineData("application/json; charset=\"UTF-8\"", 400, "invalid")]
    public async Task JSON_is_UTF_8_and_nothing_else(string type, int status, string code)
    {
        var content = new ByteArrayContent("{}"u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        await (await http.PostAsync(Register, content)).Problem(status, code);
    }

    [Fact]
    public async Task A_body_over_64_KB_is_413() =>
        await (await http.PostJson(Register, $"{{\"email\":\"{new string('a', Shell.BodyLimit)}\"}}")).Problem(413, "too-large");

    [Theory]
    [InlineData("{\"email\":\"a@b.test\",\"email\":\"c@d.test\"," + Right + "}", "email", "Appears twice.")]
    [InlineData("{\"email\":\"a@b.test\",\"isAdmin\":true," + Right + "}", "isAdmin", "Is not a known member.")]
    [InlineData("{\"email\":\"a@b.test\",\"Email\":\"c@d.test\"," + Right + "}", "Email", "Is not a known member.")]
    [InlineData("{\"email\":null," + Right + "}", "email", "Must not be null.")]
    [InlineData("{" + Right + "}", "email", "Is required.")]
    [InlineData("{\"email\":1," + Right + "}", "email", "Must be a string.")]
    [InlineData("{\"email\":\"a\\u0000@b.test\"," + Right + "}", "email", "Must not contain the character U+0000.")]
    [InlineData("{\"email\":\"a\\ud800@b.test\"," + Right + "}", "email", "Must be valid Unicode, without half of a surrogate pair.")]
    [InlineData("{\"email\":", "email", "Is not valid JSON.")]
    [InlineData("", "body", "Is required.")]
    [InlineData("null", "body", "Is required.")]
    [InlineData("[]", "body", "Has the wrong type or is out of range.")]
    public async Task Input_that_cannot_be_read_names_its_field(string json, string field, string message)
    {
        var problem = await (await http.PostJson(Register, json)).Problem(400, "invalid");

        Assert.Equal([message], problem.Errors![field]);
        Assert.Single(problem.Errors);
    }

    [Fact]
    public async Task All_missing_members_are_named_at_once()
    {
        var problem = await (await http.PostJson(Register, "{\"email\":\"a@b.test\",\"password\":\"x\"}")).Problem(400, "invalid");

        Assert.Equal(["fullName", "phone", "timeZone"], problem.Errors!.Keys.Order());
    }

    [Fact]
    public async Task A_NUL_in_a_query_names_the_parameter()
    {
        var problem = await (await http.GetAsync("/health/live?after=1&name=a%00b")).Problem(400, "invalid");

        Assert.Equal(["name"], problem.Errors!.Keys);
    }

    [Fact]
    public async Task A_NUL_in_a_path_is_400() => Assert.Equal(HttpStatusCode.BadRequest, (await http.GetAsync("/api/doctors/a%00b")).StatusCode);
}
