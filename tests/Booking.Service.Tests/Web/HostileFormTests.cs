using System.Net;
using System.Text;
using Booking.Service.Hosting;
using Booking.Service.Web;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Booking.Service.Tests.Web;

/// <summary>What no browser sends of a page of ours, and what went wrong before it was refused.</summary>
public sealed class HostileFormTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    const string Plain = "application/x-www-form-urlencoded";

    public static TheoryData<string, string, string> Bodies => new()
    {
        { "1,100 fields", Plain, string.Join('&', Enumerable.Range(0, 1100).Select(i => $"f{i}=1")) },
        { "a name of 3,000 letters", Plain, new string('k', 3000) + "=1" },
        { "U+0000", Plain, "language=%00" },
        { "UTF-7", Plain + "; charset=utf-7", "language=ar" },
        { "parts without a boundary", "multipart/form-data", "language=ar" },
        { "parts that are none", "multipart/form-data; boundary=x", "--x\r\nbad" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_form_that_cannot_be_read_is_no_fault_of_the_service(string what, string type, string body)
    {
        using var browser = Browser.Anonymous(service);
        foreach (var address in (string[])["/preferences", "/account/sign-out"])
        {
            using var content = new ByteArrayContent(Encoding.ASCII.GetBytes(body));
            content.Headers.TryAddWithoutValidation("Content-Type", type);
            using var answer = await browser.Http.PostAsync(address, content, TestContext.Current.CancellationToken);
            Assert.True((int)answer.StatusCode is 400 or 415, $"{what} to {address}: {answer.StatusCode}");
        }
    }

    [Fact]
    public async Task The_last_day_of_all_has_no_day_after_it_and_is_asked_for_again()
    {
        const string date = "9999-12-31";
        var clinic = await Clinic.Open(service);
        var visit = await clinic.Confirmed(service.DemoPatient(), (await clinic.Free())[0]);
        using var patient = Browser.Patient(service);
        using var desk = Browser.Desk(service);
        using var ops = Browser.Ops(service);
        (Browser Who, string Address)[] asked =
        [
            (patient, $"/visits/{visit.Id}/move?from={date}"), (patient, $"/visits/{visit.Id}/move/check?start={date}T23:59:59Z"),
            (desk, $"/desk/book?doctor={clinic.Doctor}&start={date}T23:59:59Z"), (desk, $"/desk/doctors/{clinic.Doctor}/why?start={date}T23:59:59Z"),
            (ops, $"/console/doctors/{clinic.Doctor}/calendar?from={date}"), (ops, $"/console/doctors/{clinic.Doctor}/calendar?date={date}"),
        ];

        foreach (var (who, address) in asked)
            Assert.True((await who.Open(address)).Status is HttpStatusCode.OK or HttpStatusCode.BadRequest, address);
        var coupon = await desk.Open($"/desk/doctors/{clinic.Doctor}/settings/coupons");
        var token = coupon.Find("main [name=token]").GetAttribute("value")!;
        var form = new FormUrlEncodedContent([new("token", token), new("code", "LAST"), new("validTo", date)]);
        Assert.Equal(HttpStatusCode.BadRequest, (await desk.Send(HttpMethod.Post, coupon.Address, form)).Status);
    }

    [Fact]
    public async Task A_page_that_fails_half_way_is_followed_by_one_that_says_so()
    {
        await using var scope = service.Services.CreateAsyncScope();
        var http = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        (http.Request.Scheme, http.Request.Host, http.Request.Path, http.Request.Headers.Accept) = ("http", new("here"), "/doctors", "text/html");
        using var body = new MemoryStream();
        http.Response.Body = body;
        service.Services.GetRequiredService<IHttpContextAccessor>().HttpContext = http;
        await Assert.ThrowsAsync<NotSupportedException>(() => Show.Page<Broken, int>(0).ExecuteAsync(http));

        var problem = new ProblemDetails { Status = 500, Type = "/problems/internal" };
        await service.Services.GetRequiredService<ProblemPage>()(http, problem)!.ExecuteAsync(http);

        Assert.Equal(500, http.Response.StatusCode);
        Assert.Contains("Something went wrong on our side", Encoding.UTF8.GetString(body.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_somebody_typed_is_no_step_on_the_path_of_a_request_in_the_process()
    {
        await using var scope = service.Services.CreateAsyncScope();
        var http = new DefaultHttpContext { RequestServices = scope.ServiceProvider };

        var answer = await service.Services.GetRequiredService<Api>().For(http).Anomaly("x/resolve", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
    }

    [Fact]
    public async Task A_link_in_a_mail_does_not_end_the_forms_of_other_tabs()
    {
        using var browser = Browser.Anonymous(service);
        using var answer = await browser.Http.GetAsync("/account/sign-in", TestContext.Current.CancellationToken);

        // What is Strict stays behind when another site's link is followed; the page would then give another, and the tokens of older forms not fit it.
        Assert.Contains("samesite=lax", answer.Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith("booking-form=", StringComparison.Ordinal)), StringComparison.OrdinalIgnoreCase);
    }

    sealed class Broken : View<int>
    {
        protected override void BuildRenderTree(RenderTreeBuilder builder) => throw new NotSupportedException();
    }
}
