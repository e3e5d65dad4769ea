using System.Net;
using Booking.Contracts;
using Booking.Service.Tests.Payments;
using NodaTime.Text;
using Payments.Sandbox;
using Xunit;

namespace Booking.Service.Tests.Web.Holding;

/// <summary>To the provider's page and back.</summary>
public sealed class GoingToPayTests(PayingFixture service) : IClassFixture<PayingFixture>
{
    [Fact]
    public async Task Booking_leads_to_the_provider_and_back_to_a_page_that_says_what_was_paid()
    {
        var (clinic, patient) = (await PayingClinic.Open(service, PaymentProvider.Stripe), Guid.NewGuid());
        var browser = Browser.As(service, Roles.Patient, patient).In("UTC");
        var details = await (await browser.Open($"/doctors/{clinic.Clinic.Doctor}/times?date={LocalDatePattern.Iso.Format(clinic.Clinic.Today.PlusDays(4))}")).Press(".chosen .pick");
        var going = await (await details.Press("Check your answers", ("provider", "stripe"))).Press("Book and go on to pay");
        var visit = Assert.Single((await service.Node.As(Roles.Patient, patient).Appointments()).Value.Items);
        var before = await browser.Open($"/visits/{visit.Id}/paid");

        await clinic.Pay(visit);
        var back = await browser.Open($"/payments/{visit.Payment!.Id}/return/1");

        Assert.Equal($"/visits/{visit.Id}/pay", going.Address.AbsolutePath);
        Assert.Equal(visit.Payment.CheckoutUrl, going.Find("main a.button").GetAttribute("href"));
        Assert.Contains(visit.Payment.CheckoutUrl!, going.Find("meta[http-equiv=refresh]").GetAttribute("content"), StringComparison.Ordinal);
        Assert.Equal("No payment yet", before.Of("h1"));
        Assert.True(before.Has("noscript"));
        Assert.Equal(($"/visits/{visit.Id}/paid", "Payment received"), (back.Address.AbsolutePath, back.Of("h1")));
        Assert.Equal($"/visits/{visit.Id}", (await browser.Open($"/visits/{visit.Id}/pay")).Address.AbsolutePath);
    }

    [Fact]
    public async Task Until_the_provider_has_opened_its_page_the_way_there_waits_and_renews_itself()
    {
        var (clinic, patient) = (await PayingClinic.Open(service, PaymentProvider.Stripe), Guid.NewGuid());
        service.Providers.Fault(PaymentProvider.Stripe, SandboxOperation.Any, FaultKind.DropRequest, times: 1_000);
        var visit = await clinic.Pending(service.Node.As(Roles.Patient, patient));

        var page = await Browser.As(service, Roles.Patient, patient).Open($"/visits/{visit.Id}/pay");
        service.Providers.ClearFaults();

        Assert.Equal((HttpStatusCode.OK, false), (page.Status, page.Has("main a.button")));
        Assert.Equal("every 1s", page.Find("#pay").GetAttribute("hx-trigger"));
    }

    [Fact]
    public async Task Whoever_is_not_signed_in_is_told_how_the_payment_stands_and_no_name()
    {
        var clinic = await PayingClinic.Open(service, PaymentProvider.Razorpay);
        var visit = await clinic.Pending(service.Patient());

        var page = await Browser.Anonymous(service).Reading("ar").Open($"/payments/{visit.Payment!.Id}/return/1");
        var stranger = await Browser.As(service, Roles.Patient).Open($"/visits/{visit.Id}/paid");

        Assert.Equal("لم يصل الدفع بعد", page.Of("h1"));
        Assert.DoesNotContain("Dr.", page.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, stranger.Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Browser.As(service, Roles.Patient).Open($"/visits/{visit.Id}/pay")).Status);
    }
}
