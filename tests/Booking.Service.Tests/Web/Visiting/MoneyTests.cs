using System.Net;
using Booking.Contracts;
using Booking.Service.Tests.Payments;
using Payments.Sandbox;
using Xunit;

namespace Booking.Service.Tests.Web.Visiting;

/// <summary>What the page of a visit says of money on its way, as it is.</summary>
public sealed class MoneyTests(PayingFixture service) : IClassFixture<PayingFixture>
{
    [Fact]
    public async Task What_did_not_go_through_is_tried_again_on_another_page()
    {
        var clinic = await PayingClinic.Open(service, PaymentProvider.PayTabs);
        await clinic.Configure(PaymentProvider.Stripe);
        using var ann = new Visitor(service);
        var visit = await clinic.Pending(ann.Client);
        Assert.True((await ann.Browser.Open($"/visits/{visit.Id}")).Has($"a[href='/visits/{visit.Id}/pay']"));
        service.Providers.Decline(await clinic.Checkout(visit));
        await clinic.Until(visit, payment => payment.Status == PaymentStatus.Failed, "to have failed");

        var page = await ann.Browser.Open($"/visits/{visit.Id}");
        Assert.Contains("The payment did not go through. Nothing was taken.", page.Text, StringComparison.Ordinal);
        _ = await page.Press("Try to pay again", ("provider", "stripe"));

        var payment = await clinic.Payment(visit);
        Assert.Equal((2, PaymentProvider.Stripe), (payment.Attempts, payment.Provider));
    }

    [Fact]
    public async Task A_refund_is_on_its_way_until_it_was_sent()
    {
        var clinic = await PayingClinic.Open(service, PaymentProvider.Stripe);
        clinic.RefundsStayPending();
        using var ann = new Visitor(service);
        var visit = await clinic.Confirmed(ann.Client);

        var cancelled = await (await ann.Browser.Open($"/visits/{visit.Id}/cancel")).Press("Cancel the visit");

        Assert.Equal(HttpStatusCode.OK, cancelled.Status);
        Assert.Contains("USD 200.00 goes back the way it was paid and is on its way.", cancelled.Text, StringComparison.Ordinal);
        clinic.RefundsStayPending(on: false);
    }

    [Fact]
    public async Task Money_that_came_too_late_is_told_to_be_on_its_way_back()
    {
        var clinic = await PayingClinic.Open(service, PaymentProvider.Razorpay);
        using var ann = new Visitor(service);
        var visit = await clinic.Pending(ann.Client, (await clinic.Free())[0]);
        var checkout = await clinic.Checkout(visit);
        Assert.Null((await ann.Client.Cancel(visit.Id, new("Well again"))).Problem);
        Assert.DoesNotContain("USD 200.00 has been sent back", (await ann.Browser.Open($"/visits/{visit.Id}")).Text, StringComparison.Ordinal);

        service.Providers.Checkout(checkout, CheckoutAction.LateCapture);
        await clinic.Until(visit, payment => payment.Status == PaymentStatus.Refunded, "all to be back");

        Assert.Contains("USD 200.00 has been sent back", (await ann.Browser.Open($"/visits/{visit.Id}")).Text, StringComparison.Ordinal);
    }
}
