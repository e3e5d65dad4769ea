using System.Net;
using System.Text.RegularExpressions;
using Booking.Contracts;
using Payments.Sandbox;
using Xunit;

namespace Booking.Service.Tests.Payments;

/// <summary>The browser that comes back from a provider's page: it is told how things stand, and moves nothing.</summary>
public sealed partial class ReturnTests(PayingFixture service) : IClassFixture<PayingFixture>
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(PaymentProvider.Razorpay)]
    [InlineData(PaymentProvider.PayTabs)]
    public async Task Who_pays_and_comes_back_is_believed_only_as_far_as_to_ask_the_provider(PaymentProvider provider)
    {
        var clinic = await PayingClinic.Open(service, provider);
        var visit = await clinic.Pending(service.Patient());
        service.Providers.WithholdWebhooks();

        var page = await PayOnPage(visit.Payment!.CheckoutUrl!, "pay");

        Assert.Contains("<div id=\"return\"", page, StringComparison.Ordinal);
        await clinic.Until(visit, AppointmentStatus.Confirmed);
        service.Providers.WithholdWebhooks(on: false);
        Assert.Contains("Payment received", await Get($"/payments/{visit.Payment.Id}/return/1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_return_that_is_made_up_shows_how_things_stand_and_asks_nobody()
    {
        var clinic = await PayingClinic.Open(service, PaymentProvider.Razorpay);
        var visit = await clinic.Pending(service.Patient());
        var before = service.Providers.Journal.Count;

        var html = await Get($"/payments/{visit.Payment!.Id}/return/1?razorpay_payment_id=pay_1&razorpay_payment_link_id=plink_1&razorpay_payment_link_reference_id=x&razorpay_payment_link_status=paid&razorpay_signature=00");

        Assert.Contains("No payment yet", html, StringComparison.Ordinal);
        Assert.Contains(WebUtility.HtmlEncode(visit.Payment.CheckoutUrl!), html, StringComparison.Ordinal);
        await clinic.Quiet(visit);
        Assert.Equal(before, service.Providers.Journal.Count);
        using var http = service.Http();
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync($"/payments/{visit.Payment.Id}/return/2", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync($"/payments/{Guid.NewGuid()}/return/1", Ct)).StatusCode);
    }

    /// <summary>As a browser does it: posts the page's form and follows to wherever that leads, a form that posts itself included.</summary>
    static async Task<string> PayOnPage(string url, string action)
    {
        using var browser = new HttpClient();
        using var answer = await browser.PostAsync(url, new FormUrlEncodedContent([new("action", action)]), Ct);
        var html = await answer.Content.ReadAsStringAsync(Ct);
        return Target().Match(html).Groups["url"].Value.Contains("/return/", StringComparison.Ordinal) ? await Forward(browser, html) : html;
    }

    static async Task<string> Forward(HttpClient browser, string html)
    {
        var fields = Field().Matches(html)
            .Select(match => KeyValuePair.Create(match.Groups["name"].Value, WebUtility.HtmlDecode(match.Groups["value"].Value)));
        using var answer = await browser.PostAsync(WebUtility.HtmlDecode(Target().Match(html).Groups["url"].Value), new FormUrlEncodedContent(fields), Ct);
        return await answer.Content.ReadAsStringAsync(Ct);
    }

    [GeneratedRegex("name=\"(?<name>[^\"]*)\" value=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Field();

    [GeneratedRegex("action=\"(?<url>[^\"]*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Target();

    async Task<string> Get(string path)
    {
        using var http = service.Http();
        return await http.GetStringAsync(path, Ct);
    }
}
