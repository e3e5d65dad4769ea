using System.Net;
using Booking.Contracts;
using NodaTime;
using Payments.Sandbox;
using Xunit;

namespace Booking.Service.Tests.Payments;

/// <summary>Money that goes back through a provider: whole, in part, slowly, failing, and never twice.</summary>
public sealed class ProviderRefundTests(PayingFixture service) : IClassFixture<PayingFixture>
{
    static readonly DoctorPolicy Half = new([new(0, 50)], RescheduleHoursBefore: 4, NoShowRefundPercent: 0);

    public static TheoryData<PaymentProvider> Online => CheckoutTests.Online;

    [Theory]
    [MemberData(nameof(Online))]
    public async Task A_cancelled_visit_gives_back_what_its_policy_grants_and_is_then_refunded(PaymentProvider provider)
    {
        var clinic = await PayingClinic.Open(service, provider, policy: Half);
        var patient = service.Patient();
        var visit = await clinic.Confirmed(patient);
        var preview = (await patient.PreviewCancellation(visit.Id)).Value;

        _ = (await patient.Cancel(visit.Id, new("Changed my mind"))).Value;
        await clinic.Until(visit, AppointmentStatus.Refunded);

        var payment = await clinic.Payment(visit);
        Assert.Equal((PaymentStatus.PartiallyRefunded, preview.Refund), (payment.Status, payment.Refunded));
        Assert.Equal(PaymentStatus.PartiallyRefunded, (await patient.Appointment(visit.Id)).Value.Payment!.Status);
        await Invariants.Check(service);
    }

    public static TheoryData<PaymentProvider, FaultKind> Lost
    {
        get
        {
            var data = new TheoryData<PaymentProvider, FaultKind>();
            foreach (var provider in (PaymentProvider[])[PaymentProvider.Stripe, PaymentProvider.Razorpay, PaymentProvider.PayTabs])
                foreach (var fault in (FaultKind[])[FaultKind.DropResponse, FaultKind.Unreadable2xx, FaultKind.DropRequest, FaultKind.Status502])
                    data.Add(provider, fault);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Lost))]
    public async Task A_refund_whose_answer_is_lost_is_made_exactly_once(PaymentProvider provider, FaultKind fault)
    {
        var clinic = await PayingClinic.Open(service, provider, policy: Half);
        var visit = await clinic.Confirmed(service.Patient());
        service.Providers.Fault(provider, SandboxOperation.Refund, fault, times: provider == PaymentProvider.PayTabs ? 1 : 3);

        _ = (await clinic.Desk.Cancel(visit.Id, new("Doctor is ill"))).Value;
        // A provider without idempotency is asked twice, two minutes apart, before anything is sent again.
        for (var step = 0; step < 8 && (await clinic.Payment(visit)).Refunded.Amount == 0; step++)
        {
            await service.PassTime(Duration.FromMinutes(1));
            await service.Reconcile();
        }

        await clinic.Until(visit, AppointmentStatus.Refunded);
        service.Providers.ClearFaults();
        Assert.Equal(visit.Due.Amount / 2, (await clinic.Payment(visit)).Refunded.Amount);
        Assert.Empty(await clinic.Anomalies(visit));
        // A repeat that is still on its way must not arrive a day later, when the provider has forgotten its key.
        await clinic.Quiet(visit);
        // Had it been made twice, the provider would say so at the next reading.
        await service.PassTime(Duration.FromDays(1));
        await service.Reconcile();
        Assert.Equal(visit.Due.Amount / 2, (await clinic.Payment(visit)).Refunded.Amount);
        await Invariants.Check(service);
    }

    [Fact]
    public async Task A_refund_for_which_Stripe_repeats_an_error_all_day_is_made_the_day_after()
    {
        var clinic = await PayingClinic.Open(service, PaymentProvider.Stripe);
        var visit = await clinic.Confirmed(service.Patient());
        service.Providers.Fault(PaymentProvider.Stripe, SandboxOperation.Refund, FaultKind.Status500);

        _ = (await clinic.Desk.Cancel(visit.Id, new("Doctor is ill"))).Value;
        await Waiting.Until(() => Task.FromResult(service.Providers.Journal.Any(entry => entry.Fault == FaultKind.Status500)), "the error");
        foreach (var minutes in (int[])[5, 60, 26 * 60, 5, 5])
        {
            await service.PassTime(Duration.FromMinutes(minutes));
            await service.Reconcile();
        }

        await clinic.Until(visit, AppointmentStatus.Refunded);
        Assert.Equal(visit.Due, (await clinic.Payment(visit)).Refunded);
        Assert.Empty(await clinic.Anomalies(visit));
        await Invariants.Check(service);
    }

    [Theory]
    [MemberData(nameof(Online))]
    public async Task The_desk_gives_back_parts_of_a_visit_that_goes_on_and_never_more_than_is_left(PaymentProvider provider)
    {
        var clinic = await PayingClinic.Open(service, provider);
        var visit = await clinic.Confirmed(service.Patient());
        var (payment, desk) = (visit.Payment!.Id, clinic.Desk);

        (await clinic.Desk.RefundPayment(payment, new("Too long a wait", visit.Due with { Amount = visit.Due.Amount + 1 }))).Conflict("refund-exceeds-payment");
        (await clinic.Desk.RefundPayment(payment, new("", visit.Due))).Refused(HttpStatusCode.BadRequest, "invalid");
        foreach (var part in (long[])[5_000, 2_500])
        {
            var before = (await clinic.Payment(visit)).Refunded.Amount;
            _ = (await desk.RefundPayment(payment, new("Too long a wait", new(part, "USD")), $"refund {part}")).Value;
            await clinic.Until(visit, p => p.Refunded.Amount == before + part, $"{part} back");
        }

        _ = (await desk.RefundPayment(payment, new("Too long a wait", new(2_500, "USD")), "refund 2500")).Value;
        await clinic.Quiet(visit);
        Assert.Equal(7_500, (await clinic.Payment(visit)).Refunded.Amount);
        Assert.Equal(AppointmentStatus.Confirmed, (await clinic.Desk.Appointment(visit.Id)).Value.Status);
        (await clinic.Desk.RefundPayment(payment, new("More", new(12_501, "USD")))).Conflict("refund-exceeds-payment");
        await Invariants.Check(service);

        _ = (await clinic.Desk.Cancel(visit.Id, new("Doctor is ill"))).Value;
        await clinic.Until(visit, AppointmentStatus.Refunded);
        Assert.Equal(visit.Due, (await clinic.Payment(visit)).Refunded);
        await Invariants.Check(service);
    }

    [Theory]
    [InlineData(PaymentProvider.Stripe)]
    [InlineData(PaymentProvider.Razorpay)]
    [InlineData(PaymentProvider.PayTabs)]
    public async Task A_refund_that_fails_in_the_end_is_told_to_people_and_made_again_by_the_desk(PaymentProvider provider)
    {
        var clinic = await PayingClinic.Open(service, provider);
        var visit = await clinic.Confirmed(service.Patient());
        clinic.RefundsStayPending();
        _ = (await clinic.Desk.Cancel(visit.Id, new("Doctor is ill"))).Value;
        await Waiting.Until(async () => await Invariants.Count(
            service, "select count(*) from mt_events where stream_id = $1 and type = 'refund_accepted'", Booking.EventStore.Pg.Uuid(visit.Payment!.Id)) == 1, "the refund to be taken on");
        Assert.Equal((0L, AppointmentStatus.Cancelled), ((await clinic.Payment(visit)).Refunded.Amount, (await clinic.Desk.Appointment(visit.Id)).Value.Status));
        await Invariants.Check(service);

        service.Providers.FailRefund(await clinic.Refund(visit));
        await service.PassTime(Duration.FromDays(1));
        await service.Reconcile();
        await Waiting.Until(async () => (await clinic.Anomalies(visit)).Any(a => a.Kind == "refund_failed"), "people to be told");
        Assert.Equal(PaymentStatus.Paid, (await clinic.Payment(visit)).Status);
        await Invariants.Check(service);

        clinic.RefundsStayPending(on: false);
        _ = (await clinic.Desk.RefundPayment(visit.Payment!.Id, new("Once more"))).Value;
        await clinic.Until(visit, AppointmentStatus.Refunded);
        Assert.Equal(visit.Due, (await clinic.Payment(visit)).Refunded);
        await Invariants.Check(service);
    }

    [Theory]
    [InlineData(PaymentProvider.Stripe)]
    [InlineData(PaymentProvider.Razorpay)]
    public async Task What_is_refunded_or_disputed_at_the_provider_is_followed_and_told_to_people(PaymentProvider provider)
    {
        var clinic = await PayingClinic.Open(service, provider);
        var byHand = await clinic.Confirmed(service.Patient());
        service.Providers.RefundByHand(await clinic.Capture(byHand), new(5_000, "USD"));
        await clinic.Until(byHand, p => p.Refunded.Amount == 5_000, "the ledger to follow");
        Assert.Equal("refund_by_hand", Assert.Single(await clinic.Anomalies(byHand)).Kind);

        var disputed = await clinic.Confirmed(service.Patient());
        service.Providers.OpenDispute(await clinic.Capture(disputed));
        await clinic.Until(disputed, p => p.Status == PaymentStatus.Disputed, "to be disputed");
        service.Providers.WinDispute(await clinic.Capture(disputed));
        await clinic.Until(disputed, p => p.Status == PaymentStatus.Paid, "to be won");
        Assert.Equal("disputed", Assert.Single(await clinic.Anomalies(disputed)).Kind);
        await Invariants.Check(service);
    }

    [Theory]
    [InlineData(PaymentProvider.Stripe)]
    [InlineData(PaymentProvider.Razorpay)]
    public async Task What_somebody_gave_back_by_hand_while_ours_was_on_its_way_went_back_once(PaymentProvider provider)
    {
        var clinic = await PayingClinic.Open(service, provider);
        var visit = await clinic.Confirmed(service.Patient());
        service.Providers.WithholdWebhooks();
        service.Providers.RefundByHand(await clinic.Capture(visit));

        _ = (await clinic.Desk.Cancel(visit.Id, new("Doctor is ill"))).Value;
        service.Providers.ReleaseWebhooks();
        service.Providers.WithholdWebhooks(on: false);

        await clinic.Until(visit, AppointmentStatus.Refunded);
        Assert.Equal((visit.Due, visit.Due), ((await clinic.Payment(visit)).Captured, (await clinic.Payment(visit)).Refunded));
        await Invariants.Check(service);
    }

    [Fact]
    public async Task A_key_that_was_replaced_a_moment_ago_fails_no_refund_for_good()
    {
        var clinic = await PayingClinic.Open(service, PaymentProvider.Stripe);
        var visit = await clinic.Confirmed(service.Patient());

        await clinic.Configure(PaymentProvider.Stripe);
        _ = (await clinic.Desk.Cancel(visit.Id, new("Doctor is ill"))).Value;

        await clinic.Until(visit, AppointmentStatus.Refunded);
        Assert.Empty(await clinic.Anomalies(visit));
    }

    [Fact]
    public async Task The_receipt_lists_every_movement_and_prints_as_a_page()
    {
        var clinic = await PayingClinic.Open(service, PaymentProvider.Stripe, policy: Half);
        var patient = service.DemoPatient();
        var visit = await clinic.Pending(patient);
        (await patient.Receipt(visit.Id)).Conflict("payment-not-paid");
        await clinic.Pay(visit);
        _ = (await patient.Cancel(visit.Id, new("Changed my mind"))).Value;
        await clinic.Until(visit, AppointmentStatus.Refunded);

        var receipt = (await patient.Receipt(visit.Id)).Value;

        Assert.EndsWith(receipt.Number, visit.Id.ToString("N").ToUpperInvariant(), StringComparison.Ordinal);
        Assert.Equal([ReceiptLineKind.Payment, ReceiptLineKind.Refund], receipt.Lines.Select(line => line.Kind));
        Assert.Equal((20_000, 10_000, 10_000), (receipt.Paid.Amount, receipt.Refunded.Amount, receipt.Balance.Amount));
        (await service.Patient().Receipt(visit.Id)).Refused(HttpStatusCode.NotFound, "not-found");
        using var http = service.Http();
        using var ask = new HttpRequestMessage(HttpMethod.Get, $"/api/appointments/{visit.Id}/receipt");
        ask.Headers.Authorization = patient.Http.DefaultRequestHeaders.Authorization;
        ask.Headers.Accept.ParseAdd("text/html,application/xhtml+xml,*/*;q=0.8");
        using var page = await http.SendAsync(ask, TestContext.Current.CancellationToken);
        var html = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
        Assert.Contains("200.00 USD", html, StringComparison.Ordinal);
        Assert.Contains("100.00 USD", html, StringComparison.Ordinal);
    }
}
