using System.Net;
using Booking.Contracts;
using NodaTime;
using Payments.Sandbox;
using Xunit;

namespace Booking.Service.Tests.Payments;

/// <summary>From the request to the money: pages that open, are paid, declined, replaced, closed.</summary>
public sealed class CheckoutTests(PayingFixture service) : IClassFixture<PayingFixture>
{
    public static TheoryData<PaymentProvider> Online => [PaymentProvider.Stripe, PaymentProvider.Razorpay, PaymentProvider.PayTabs];

    [Theory]
    [MemberData(nameof(Online))]
    public async Task A_visit_is_confirmed_by_what_the_payer_pays_at_the_provider(PaymentProvider provider)
    {
        var clinic = await PayingClinic.Open(service, provider);
        var patient = service.Patient();

        var visit = await clinic.Pending(patient);
        Assert.Equal((AppointmentStatus.PendingPayment, provider, PaymentStatus.Pending), (visit.Status, visit.Payment!.Provider, visit.Payment.Status));
        Assert.StartsWith("http://127.0.0.1", visit.Payment.CheckoutUrl, StringComparison.Ordinal);
        Assert.Equal(visit.Payment.CheckoutUrl, (await clinic.Payment(visit)).CheckoutUrl);
        await clinic.Pay(visit);

        var confirmed = (await patient.Appointment(visit.Id)).Value;
        Assert.Equal((PaymentStatus.Paid, (string?)null), (confirmed.Payment!.Status, confirmed.Payment.CheckoutUrl));
        var payment = await clinic.Payment(visit);
        Assert.Equal((PaymentStatus.Paid, visit.Due, 0L, 1), (payment.Status, payment.Captured, payment.Refunded.Amount, payment.Attempts));
        await clinic.Quiet(visit);
        await Invariants.Check(service);
    }

    [Fact]
    public async Task A_repeat_of_the_request_is_answered_with_the_same_page()
    {
        var clinic = await PayingClinic.Open(service, PaymentProvider.Stripe);
        var patient = service.Patient();
        var hold = (await clinic.Clinic.Hold(patient, (await clinic.Free())[0])).Value;

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => patient.Book(new(hold.Id, PaymentProvider.Stripe), "once")));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Created, answer.Status));
        Assert.Single(answers.Select(answer => (answer.Value.Id, answer.Value.Payment!.CheckoutUrl)).Distinct());
        Assert.NotNull(answers[0].Value.Payment!.CheckoutUrl);
    }

    [Fact]
    public async Task A_provider_that_is_slow_or_loses_its_answer_gets_the_same_request_again_and_the_visit_one_page()
    {
        var clinic = await PayingClinic.Open(service, PaymentProvider.Stripe);
        foreach (var fault in (FaultKind[])[FaultKind.DropResponse, FaultKind.Status500, FaultKind.Unreadable2xx, FaultKind.Status429])
        {
            service.Providers.Fault(PaymentProvider.Stripe, SandboxOperation.Create, fault, times: 4);
            var visit = await clinic.Pending(service.Patient());
            service.Providers.ClearFaults();
            await clinic.Until(visit, p => p.CheckoutUrl is not null || fault == FaultKind.Status500, $"a page after {fault}");
        }
    }

    [Theory]
    [MemberData(nameof(Online))]
    public async Task After_a_decline_another_page_is_asked_for_and_paid(PaymentProvider provider)
    {
        var clinic = await PayingClinic.Open(service, provider);
        var patient = service.Patient();
        var visit = await clinic.Pending(patient);
        var first = await clinic.Checkout(visit);
        service.Providers.Decline(first);
        await service.Providers.Settled();
        await clinic.Quiet(visit);

        if (provider == PaymentProvider.PayTabs)
            await clinic.Until(visit, p => p.Status == PaymentStatus.Failed, "to have failed");
        var again = (await patient.NewCheckout(visit.Payment!.Id, new())).Value;

        Assert.Equal(2, again.Attempts);
        Assert.NotNull(again.CheckoutUrl);
        Assert.NotEqual(visit.Payment.CheckoutUrl, again.CheckoutUrl);
        Assert.NotEqual(first, await clinic.Checkout(visit));
        await clinic.Pay(visit);
        await Invariants.Check(service);
    }

    [Fact]
    public async Task A_page_that_cannot_be_closed_stands_in_the_way_of_another()
    {
        var clinic = await PayingClinic.Open(service, PaymentProvider.PayTabs);
        var patient = service.Patient();
        var visit = await clinic.Pending(patient);

        (await patient.NewCheckout(visit.Payment!.Id, new())).Conflict("checkout-open");
        await clinic.Pay(visit);
        (await patient.NewCheckout(visit.Payment.Id, new())).Conflict("payment-closed");
    }

    [Fact]
    public async Task A_payment_has_five_pages_at_most_and_may_change_the_provider()
    {
        var clinic = await PayingClinic.Open(service, PaymentProvider.Stripe, new(HorizonDays: 10));
        await clinic.Configure(PaymentProvider.Razorpay);
        var patient = service.Patient();
        var visit = await clinic.Pending(patient);
        for (var attempt = 2; attempt <= 5; attempt++)
        {
            var next = (await patient.NewCheckout(visit.Payment!.Id, new(attempt == 3 ? PaymentProvider.Razorpay : null))).Value;
            Assert.Equal((attempt, attempt >= 3 ? PaymentProvider.Razorpay : PaymentProvider.Stripe), (next.Attempts, next.Provider));
        }

        (await patient.NewCheckout(visit.Payment!.Id, new())).Conflict("too-many-attempts");
        (await patient.NewCheckout(visit.Payment.Id, new(PaymentProvider.PayTabs))).Conflict("gateway-not-configured");
        Assert.Equal(PaymentProvider.Razorpay, (await patient.Appointment(visit.Id)).Value.Payment!.Provider);
        await Invariants.Check(service);
    }

    [Theory]
    [MemberData(nameof(Online))]
    public async Task Money_at_the_desk_closes_the_page_and_what_is_still_paid_there_goes_back(PaymentProvider provider)
    {
        var clinic = await PayingClinic.Open(service, provider);
        var visit = await clinic.Pending(service.Patient());
        var page = await clinic.Checkout(visit);

        _ = (await clinic.Clinic.Pay(visit)).Value;

        Assert.Equal(PaymentProvider.Manual, (await clinic.Payment(visit)).Provider);
        if (provider == PaymentProvider.PayTabs)
        {
            service.Providers.Pay(page);
            await clinic.Until(visit, p => p.Refunded == visit.Due, "the second amount to be back");
        }
        else
        {
            Assert.Throws<SandboxRefusedException>(() => service.Providers.Pay(page));
        }

        var payment = await clinic.Payment(visit);
        Assert.Equal((PaymentStatus.Paid, visit.Due.Amount), (payment.Status, payment.Captured.Amount - payment.Refunded.Amount));
        Assert.Equal(AppointmentStatus.Confirmed, (await clinic.Desk.Appointment(visit.Id)).Value.Status);
        await Invariants.Check(service);
    }

    [Fact]
    public async Task What_the_provider_cannot_take_is_refused_before_anything_is_spent()
    {
        var tooSoon = await PayingClinic.Open(service, PaymentProvider.Stripe, new(MinimumNoticeMinutes: 0, HorizonDays: 10));
        var patient = service.Patient();
        var start = (await tooSoon.Clinic.Free(from: tooSoon.Clinic.Today, days: 2)).First(s => s > service.Now);
        await service.PassTime(start - service.Now - Duration.FromMinutes(20));
        var hold = (await tooSoon.Clinic.Hold(patient, start)).Value;
        (await patient.Book(new(hold.Id, PaymentProvider.Stripe))).Conflict("too-late-for-provider");
        (await patient.Book(new(hold.Id, PaymentProvider.Razorpay))).Conflict("gateway-not-configured");
        Assert.Equal(AppointmentStatus.PendingPayment, (await patient.Book(new(hold.Id, PaymentProvider.Manual))).Value.Status);

        var tooLittle = await PayingClinic.Open(service, PaymentProvider.Stripe, fee: 10);
        var cheap = (await tooLittle.Clinic.Hold(patient, (await tooLittle.Clinic.Free())[0])).Value;
        (await patient.Book(new(cheap.Id, PaymentProvider.Stripe))).Conflict("amount-not-payable");
        Assert.Single((await patient.Holds()).Value.Items, h => h.Id == cheap.Id);
    }
}
