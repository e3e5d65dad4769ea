using System.Net;
using System.Text.RegularExpressions;
using Booking.Contracts;
using NodaTime;
using Payments.Adapters.Tests.Wire;
using Payments.Sandbox;
using Xunit;

namespace Payments.Adapters.Tests.Conformance;

/// <summary>What providers send to us by themselves and through browsers, signed by the sandbox and checked by the adapter.</summary>
public sealed partial class NotificationConformanceTests
{
    [Theory]
    [MemberData(nameof(Providers.WithPage), MemberType = typeof(Providers))]
    public async Task What_a_provider_tells_of_a_payment_and_its_refund_is_genuine_and_names_them(PaymentProvider provider)
    {
        await using var receiver = await StubProvider.Start([.. Enumerable.Repeat(new StubProvider.Answer(200, "ok"), 50)]);
        await using var desk = await Desk.Open(provider, receiver.Address);
        var page = await desk.Paid();
        await desk.TryRefund(await desk.RefundOf(page, 5_000));
        var capture = (await desk.Capture(page)).Reference;

        await desk.Controls.Settled();

        var verdicts = receiver.Received.Select(desk.Verify).ToList();
        Assert.All(verdicts, verdict => Assert.IsNotType<NotificationVerdict.Rejected>(verdict));
        var accepted = verdicts.OfType<NotificationVerdict.Accepted>().ToList();
        Assert.Contains(accepted, told => told.Payment == desk.Order.Payment);
        Assert.Contains(accepted, told => told.Capture == capture && told.Type.Contains("refund", StringComparison.OrdinalIgnoreCase));
        Assert.All(accepted, told => Assert.True(told.Payment is null || told.Payment == desk.Order.Payment));
    }

    [Theory]
    [MemberData(nameof(Providers.WithPage), MemberType = typeof(Providers))]
    public async Task Of_a_notification_that_was_tampered_with_nothing_is_believed(PaymentProvider provider)
    {
        await using var receiver = await StubProvider.Start([.. Enumerable.Repeat(new StubProvider.Answer(200, "ok"), 50)]);
        await using var desk = await Desk.Open(provider, receiver.Address);
        await desk.Paid();
        await desk.Controls.Settled();

        Assert.NotEmpty(receiver.Received);
        Assert.All(receiver.Received, one => Assert.IsType<NotificationVerdict.Rejected>(desk.Verify(one with { Body = [.. one.Body, (byte)' '] })));
    }

    [Theory]
    [MemberData(nameof(Providers.WithPage), MemberType = typeof(Providers))]
    public async Task A_notification_that_comes_twice_has_one_key_and_two_have_two(PaymentProvider provider)
    {
        await using var receiver = await StubProvider.Start([.. Enumerable.Repeat(new StubProvider.Answer(200, "ok"), 50)]);
        await using var desk = await Desk.Open(provider, receiver.Address);
        desk.Controls.Duplicate(2);
        await desk.TryRefund(await desk.RefundOf(await desk.Paid(), 5_000));
        await desk.Controls.Settled();

        var keys = receiver.Received.Select(desk.Verify).OfType<NotificationVerdict.Accepted>().Select(told => told.Key).ToList();

        Assert.True(keys.Distinct().Count() >= 2);
        Assert.All(keys.CountBy(key => key), seen => Assert.True(seen.Value >= 2, seen.Key));
    }

    [Theory]
    [MemberData(nameof(Providers.WithPage), MemberType = typeof(Providers))]
    public async Task Signed_with_a_secret_that_is_not_the_accounts_it_is_refused(PaymentProvider provider)
    {
        await using var receiver = await StubProvider.Start([.. Enumerable.Repeat(new StubProvider.Answer(200, "ok"), 50)]);
        await using var desk = await Desk.Open(provider, receiver.Address);
        await desk.Paid();
        await desk.Controls.Settled();
        desk.Account = desk.Account switch
        {
            StripeAccount stripe => stripe with { WebhookSecrets = ["whsec_another"] },
            RazorpayAccount razorpay => razorpay with { WebhookSecrets = ["another"] },
            var paytabs => (PayTabsAccount)paytabs with { ServerKey = "another", EarlierServerKeys = [] },
        };

        Assert.NotEmpty(receiver.Received);
        Assert.All(receiver.Received, one => Assert.IsType<NotificationVerdict.Rejected>(desk.Verify(one)));
    }

    [Theory]
    [MemberData(nameof(Providers.WithPage), MemberType = typeof(Providers))]
    public async Task While_a_secret_is_being_replaced_both_are_good_in_whatever_order_they_stand(PaymentProvider provider)
    {
        await using var receiver = await StubProvider.Start([.. Enumerable.Repeat(new StubProvider.Answer(200, "ok"), 50)]);
        await using var desk = await Desk.Open(provider, receiver.Address);
        await desk.Paid();
        await desk.Controls.Settled();
        desk.Account = desk.Account switch
        {
            StripeAccount stripe => stripe with { WebhookSecrets = ["whsec_new", .. stripe.WebhookSecrets] },
            RazorpayAccount razorpay => razorpay with { WebhookSecrets = ["new", .. razorpay.WebhookSecrets] },
            var paytabs => (PayTabsAccount)paytabs with { ServerKey = "new", EarlierServerKeys = ["older", ((PayTabsAccount)paytabs).ServerKey] },
        };

        Assert.NotEmpty(receiver.Received);
        Assert.All(receiver.Received, one => Assert.IsNotType<NotificationVerdict.Rejected>(desk.Verify(one)));
    }

    [Theory]
    [MemberData(nameof(Providers.WithPage), MemberType = typeof(Providers))]
    public async Task An_old_one_is_refused_where_its_age_is_signed_and_known_again_where_it_is_not(PaymentProvider provider)
    {
        await using var receiver = await StubProvider.Start([.. Enumerable.Repeat(new StubProvider.Answer(200, "ok"), 50)]);
        await using var desk = await Desk.Open(provider, receiver.Address);
        await desk.Paid();
        await desk.Controls.Settled();
        var fresh = receiver.Received.Select(desk.Verify).ToList();

        desk.Controls.Advance(Duration.FromMinutes(6));

        var old = receiver.Received.Take(fresh.Count).Select(desk.Verify).ToList();
        Assert.NotEmpty(old);
        if (provider == PaymentProvider.Stripe)
            Assert.All(old, verdict => Assert.IsType<NotificationVerdict.Rejected>(verdict));
        else
            Assert.Equal(fresh, old);
    }

    [Theory]
    [MemberData(nameof(Providers.WithPage), MemberType = typeof(Providers))]
    public async Task What_is_not_ascii_is_verified_on_the_bytes_as_they_came(PaymentProvider provider)
    {
        await using var receiver = await StubProvider.Start([.. Enumerable.Repeat(new StubProvider.Answer(200, "ok"), 50)]);
        await using var desk = await Desk.Open(provider, receiver.Address);
        desk.Order = desk.Order with { Description = "Visite à l’hôpital, Дубай, 診察" };
        await desk.Paid();
        await desk.Controls.Settled();

        Assert.NotEmpty(receiver.Received);
        Assert.All(receiver.Received, one => Assert.IsNotType<NotificationVerdict.Rejected>(desk.Verify(one)));
    }

    [Fact]
    public async Task A_browser_that_comes_back_from_razorpay_brings_its_signature()
    {
        await using var desk = await Desk.Open(PaymentProvider.Razorpay);
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });

        var answer = await browser.PostAsync(Desk.Value(await desk.TryCreate()).Url, Pressed("pay"));

        var query = answer.Headers.Location!.Query[1..];
        Assert.StartsWith(desk.Order.ReturnUrl.AbsoluteUri, answer.Headers.Location.AbsoluteUri, StringComparison.Ordinal);
        Assert.True(desk.Gateway.VerifyReturn(desk.Account, query));
        Assert.False(desk.Gateway.VerifyReturn(desk.Account, query.Replace("paid", "created", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("pay", true)]
    [InlineData("decline", true)]
    [InlineData("error", false)]
    public async Task A_browser_that_comes_back_from_paytabs_brings_its_signature_but_for_an_error(string button, bool signed)
    {
        await using var desk = await Desk.Open(PaymentProvider.PayTabs);
        using var browser = new HttpClient();

        var answer = await browser.PostAsync(Desk.Value(await desk.TryCreate()).Url, Pressed(button));

        var fields = Hidden().Matches(await answer.Content.ReadAsStringAsync())
            .Select(field => KeyValuePair.Create(WebUtility.HtmlDecode(field.Groups["name"].Value), WebUtility.HtmlDecode(field.Groups["value"].Value)));
        using var form = new FormUrlEncodedContent(fields);
        var body = await form.ReadAsStringAsync();
        Assert.Contains("tranRef=", body, StringComparison.Ordinal);
        Assert.Equal(signed, desk.Gateway.VerifyReturn(desk.Account, body));
    }

    static FormUrlEncodedContent Pressed(string button) => new([new("action", button)]);

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>[^\"]*)\" value=\"(?<value>[^\"]*)\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Hidden();
}
