using Booking.Contracts;
using NodaTime;
using Payments.Sandbox;
using Xunit;

namespace Booking.Service.Tests.Payments;

/// <summary>Money that does not come, comes late, or is on its way when time runs out.</summary>
public sealed class DeadlineTests(PayingFixture service) : IClassFixture<PayingFixture>
{
    static readonly Duration PaymentTime = Duration.FromMinutes(35), AMinute = Duration.FromMinutes(1);

    public static TheoryData<PaymentProvider> Online => CheckoutTests.Online;

    [Theory]
    [MemberData(nameof(Online))]
    public async Task Nobody_paid_so_the_page_is_closed_the_visit_ends_and_its_time_is_free(PaymentProvider provider)
    {
        var clinic = await PayingClinic.Open(service, provider);
        var (patient, start) = (service.Patient(), (await clinic.Free())[0]);
        var visit = await clinic.Pending(patient, start);
        var page = await clinic.Checkout(visit);

        await service.PassTime(PaymentTime);

        await clinic.Until(visit, AppointmentStatus.Cancelled);
        Assert.Equal(PaymentStatus.Expired, (await clinic.Payment(visit)).Status);
        Assert.Contains(start, await clinic.Clinic.Free());
        Assert.Throws<SandboxRefusedException>(() => service.Providers.Pay(page));
        await Invariants.Check(service);
    }

    [Theory]
    [MemberData(nameof(Online))]
    public async Task What_was_paid_and_never_told_is_found_at_the_deadline(PaymentProvider provider)
    {
        var clinic = await PayingClinic.Open(service, provider);
        var visit = await clinic.Pending(service.Patient());
        service.Providers.WithholdWebhooks();
        service.Providers.Pay(await clinic.Checkout(visit));

        await service.PassTime(PaymentTime);

        await clinic.Until(visit, AppointmentStatus.Confirmed);
        service.Providers.WithholdWebhooks(on: false);
        await Invariants.Check(service);
    }

    [Theory]
    [MemberData(nameof(Online))]
    public async Task A_lost_notification_costs_a_minute_and_no_money(PaymentProvider provider)
    {
        var clinic = await PayingClinic.Open(service, provider);
        var visit = await clinic.Pending(service.Patient());
        service.Providers.WithholdWebhooks();
        service.Providers.Pay(await clinic.Checkout(visit));
        Assert.Equal(AppointmentStatus.PendingPayment, (await clinic.Desk.Appointment(visit.Id)).Value.Status);

        await service.PassTime(AMinute);
        await service.Reconcile();

        await clinic.Until(visit, AppointmentStatus.Confirmed);
        service.Providers.WithholdWebhooks(on: false);
    }

    [Theory]
    [MemberData(nameof(Online))]
    public async Task Money_that_comes_after_the_end_brings_the_visit_back_while_its_time_is_free(PaymentProvider provider)
    {
        var clinic = await PayingClinic.Open(service, provider);
        var (patient, start) = (service.Patient(), (await clinic.Free())[0]);
        var visit = await Lapsed(clinic, patient, start);

        await MoneyComes(clinic, visit);

        await clinic.Until(visit, AppointmentStatus.Confirmed);
        Assert.DoesNotContain(start, await clinic.Clinic.Free());
        Assert.Equal(PaymentStatus.Paid, (await clinic.Payment(visit)).Status);
        await Invariants.Check(service);
    }

    [Theory]
    [MemberData(nameof(Online))]
    public async Task Late_money_goes_back_whole_when_the_time_is_anothers_or_the_patient_booked_anew(PaymentProvider provider)
    {
        var clinic = await PayingClinic.Open(service, provider);
        var free = await clinic.Free();
        var (first, second) = (service.Patient(), service.Patient());
        var taken = await Lapsed(clinic, first, free[0]);
        var movedOn = await Lapsed(clinic, second, free[2]);
        _ = await clinic.Clinic.Confirmed(service.Patient(), free[0]);
        _ = await clinic.Clinic.Confirmed(second, free[4]);

        foreach (var visit in (AppointmentAnswer[])[taken, movedOn])
        {
            await MoneyComes(clinic, visit);
            await clinic.Until(visit, p => p.Status == PaymentStatus.Refunded && p.Refunded == visit.Due, "everything back");
            Assert.Equal(AppointmentStatus.Cancelled, (await clinic.Desk.Appointment(visit.Id)).Value.Status);
        }

        await Invariants.Check(service);
    }

    [Fact]
    public async Task Who_paid_too_late_is_told_that_the_money_goes_back_and_which_times_are_free()
    {
        var clinic = await PayingClinic.Open(service, PaymentProvider.Razorpay);
        var free = await clinic.Free();
        var visit = await Lapsed(clinic, service.DemoPatient(), free[0]);
        _ = await clinic.Clinic.Confirmed(service.Patient(), free[0]);

        await MoneyComes(clinic, visit);

        MailItem? mail = null;
        await Waiting.Until(
            async () => (mail = (await service.Anonymous().Mail()).Value.Items.FirstOrDefault(m => m.Subject == "Your payment goes back to you" && m.Text.Contains($"{visit.Id}", StringComparison.Ordinal))) is not null,
            "the mail");
        Assert.Contains("The next free times:", mail!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_payment_on_its_way_keeps_the_time_half_an_hour_longer_and_then_no_more()
    {
        foreach (var provider in (PaymentProvider[])[PaymentProvider.Stripe, PaymentProvider.PayTabs])
        {
            var clinic = await PayingClinic.Open(service, provider);
            var free = await clinic.Free();
            var (arrives, fails) = (await clinic.Pending(service.Patient(), free[0]), await clinic.Pending(service.Patient(), free[2]));
            foreach (var visit in (AppointmentAnswer[])[arrives, fails])
            {
                service.Providers.Hold(await clinic.Checkout(visit));
                await clinic.Until(visit, p => p.Status == PaymentStatus.Processing, "to be on its way");
            }

            await service.PassTime(PaymentTime);
            await Waiting.Until(async () => (await clinic.Desk.History(fails.Id)).Value.Items.Any(e => e.What == "appointment_deadline_moved"), "half an hour more");
            service.Providers.Settle(await clinic.Checkout(arrives));
            await clinic.Until(arrives, AppointmentStatus.Confirmed);

            Assert.Equal(AppointmentStatus.PendingPayment, (await clinic.Desk.Appointment(fails.Id)).Value.Status);
            await service.PassTime(Duration.FromMinutes(30));
            await clinic.Until(fails, AppointmentStatus.Cancelled);
        }

        await Invariants.Check(service);
    }

    [Fact]
    public async Task A_provider_that_does_not_answer_at_the_deadline_is_waited_for_two_minutes()
    {
        var clinic = await PayingClinic.Open(service, PaymentProvider.Razorpay);
        var visit = await clinic.Pending(service.Patient());
        service.Providers.Fault(PaymentProvider.Razorpay, SandboxOperation.Any, FaultKind.Status502, times: 1_000);

        await service.PassTime(PaymentTime + AMinute);
        Assert.Equal(AppointmentStatus.PendingPayment, (await clinic.Desk.Appointment(visit.Id)).Value.Status);
        await service.PassTime(AMinute);

        await clinic.Until(visit, AppointmentStatus.Cancelled);
        service.Providers.ClearFaults();
        await Invariants.Check(service);
    }

    [Fact]
    public async Task A_page_that_does_not_open_in_its_time_is_replaced_once_with_a_deadline_of_its_own()
    {
        var clinic = await PayingClinic.Open(service, PaymentProvider.Stripe);
        service.Providers.Fault(PaymentProvider.Stripe, SandboxOperation.Create, FaultKind.DropRequest, times: 1_000);
        var visit = await clinic.Pending(service.Patient());
        Assert.Null(visit.Payment!.CheckoutUrl);

        await service.PassTime(Duration.FromMinutes(6));
        await clinic.Until(visit, p => p.Attempts == 2, "a second page");
        service.Providers.ClearFaults();

        await clinic.Until(visit, p => p.CheckoutUrl is not null, "the second page's address");
        await clinic.Pay(visit);
        Assert.Equal(2, (await clinic.Payment(visit)).Attempts);
        await Invariants.Check(service);
    }

    /// <summary>Cancelled as unpaid. Stripe takes no money for a page that has ended, so there a payment was on its way all the time.</summary>
    async Task<AppointmentAnswer> Lapsed(PayingClinic clinic, BookingClient patient, Instant start)
    {
        var visit = await clinic.Pending(patient, start);
        if (clinic.Provider == PaymentProvider.Stripe)
        {
            service.Providers.Hold(await clinic.Checkout(visit));
            await clinic.Until(visit, p => p.Status == PaymentStatus.Processing, "to be on its way");
        }

        await service.PassTime(PaymentTime);
        if (clinic.Provider == PaymentProvider.Stripe)
        {
            await Waiting.Until(async () => (await clinic.Desk.History(visit.Id)).Value.Items.Any(e => e.What == "appointment_deadline_moved"), "half an hour more");
            await service.PassTime(Duration.FromMinutes(30));
        }

        await clinic.Until(visit, AppointmentStatus.Cancelled);
        return visit;
    }

    async Task MoneyComes(PayingClinic clinic, AppointmentAnswer visit)
    {
        var page = await clinic.Checkout(visit);
        service.Providers.Checkout(page, clinic.Provider == PaymentProvider.Stripe ? CheckoutAction.Settle : CheckoutAction.LateCapture);
    }
}
