using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Payments;
using Booking.Service.Gateways;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Npgsql;
using Payments.Sandbox;
using Xunit;

namespace Booking.Service.Tests.Payments;

/// <summary>Money that does not move: what failed, what nobody knows of, what nobody can ask about.</summary>
public sealed class MoneyThatSticksTests(PayingFixture service) : IClassFixture<PayingFixture>
{
    static readonly Duration PaymentTime = Duration.FromMinutes(35), AMinute = Duration.FromMinutes(1), ADay = Duration.FromDays(1);

    [Fact]
    public async Task A_refund_of_the_desk_that_fails_is_not_sent_once_more_by_itself()
    {
        var clinic = await PayingClinic.Open(service, PaymentProvider.Stripe);
        var visit = await clinic.Confirmed(service.Patient());
        clinic.RefundsStayPending();
        _ = (await clinic.Desk.RefundPayment(visit.Payment!.Id, new("Too long a wait", new(5_000, "USD")))).Value;
        await Waiting.Until(async () => await Count(visit, "refund_accepted") == 1, "the refund to be taken on");

        clinic.RefundsStayPending(on: false);
        service.Providers.FailRefund(await clinic.Refund(visit));
        await service.PassTime(ADay);
        await service.Reconcile();
        await Told(clinic, visit, "refund_failed");
        await clinic.Quiet(visit);

        Assert.Equal(1, await Count(visit, "refund_requested"));
        Assert.Equal(0, (await clinic.Payment(visit)).Refunded.Amount);
        await Invariants.Check(service);
    }

    [Fact]
    public async Task A_refund_of_unknown_fate_does_not_hold_up_the_next_one()
    {
        var clinic = await PayingClinic.Open(service, PaymentProvider.Stripe);
        var visit = await clinic.Confirmed(service.Patient());
        service.Providers.Fault(PaymentProvider.Stripe, SandboxOperation.Refund, FaultKind.DropRequest, times: 1_000);
        _ = (await clinic.Desk.RefundPayment(visit.Payment!.Id, new("Too long a wait", new(5_000, "USD")))).Value;
        await Waiting.Until(async () => await Invariants.Count(
            service, "select count(*) from provider_requests where payment_id = $1 and sends > 0 and written_at < $2", Pg.Uuid(visit.Payment.Id), Pg.At(service.Now)) > 0, "it to be sent");
        await service.PassTime(RefundSender.Persistence + ADay);
        await Waiting.Until(async () =>
        {
            await service.PassTime(AMinute);
            await service.Reconcile();
            return (await clinic.Anomalies(visit)).Any(a => a.Kind == "refund_unresolved");
        }, "people to be told");
        service.Providers.ClearFaults();

        _ = (await clinic.Desk.RefundPayment(visit.Payment.Id, new("Too long a wait", new(2_500, "USD")))).Value;

        await Waiting.Until(async () =>
        {
            await service.PassTime(AMinute);
            await service.Reconcile();
            // The first may arrive as well: a request of it that was under way when the fault ended.
            return await Invariants.Count(
                service, "select count(*) from mt_events where stream_id = $1 and type = 'refund_succeeded' and data ->> 'number' = '2'", Pg.Uuid(visit.Payment.Id)) == 1;
        }, "the second refund to arrive");
        await Invariants.Check(service);
    }

    [Fact]
    public async Task A_refund_that_cannot_be_sent_does_not_keep_what_happened_at_the_provider_from_being_seen()
    {
        var clinic = await PayingClinic.Open(service, PaymentProvider.Stripe);
        var visit = await clinic.Confirmed(service.Patient());
        service.Providers.Fault(PaymentProvider.Stripe, SandboxOperation.Refund, FaultKind.DropRequest, times: 1_000);
        _ = (await clinic.Desk.RefundPayment(visit.Payment!.Id, new("Too long a wait", new(5_000, "USD")))).Value;
        service.Providers.WithholdWebhooks();
        service.Providers.OpenDispute(await clinic.Capture(visit));

        await Waiting.Until(async () =>
        {
            await service.PassTime(AMinute);
            await service.Reconcile();
            return (await clinic.Payment(visit)).Status == PaymentStatus.Disputed;
        }, "the dispute to be seen");

        service.Providers.ClearFaults();
        service.Providers.WithholdWebhooks(on: false);
    }

    [Fact]
    public async Task A_refund_that_could_never_be_made_is_told_to_people_when_nobody_asks_any_more()
    {
        var clinic = await PayingClinic.Open(service, PaymentProvider.Stripe);
        var visit = await clinic.Confirmed(service.Patient());
        service.Providers.Fault(PaymentProvider.Stripe, SandboxOperation.Any, FaultKind.DropRequest, times: 10_000);
        _ = (await clinic.Desk.Cancel(visit.Id, new("Doctor is ill"))).Value;

        await service.PassTime(Duration.FromDays(15));
        await service.Reconcile();

        await Told(clinic, visit, "refund_unresolved");
        service.Providers.ClearFaults();
    }

    [Fact]
    public async Task A_page_is_not_closed_for_another_that_is_then_refused()
    {
        var clinic = await PayingClinic.Open(service, PaymentProvider.Stripe);
        var patient = service.Patient();
        var visit = await clinic.Pending(patient);
        for (var attempt = 2; attempt <= 5; attempt++)
        {
            _ = (await patient.NewCheckout(visit.Payment!.Id, new())).Value;
        }

        (await patient.NewCheckout(visit.Payment!.Id, new())).Conflict("too-many-attempts");
        (await patient.NewCheckout(visit.Payment.Id, new(PaymentProvider.PayTabs))).Conflict("gateway-not-configured");

        await clinic.Pay(visit);
    }

    [Fact]
    public async Task Closing_the_page_before_does_not_make_the_version_stale_that_the_caller_saw()
    {
        var clinic = await PayingClinic.Open(service, PaymentProvider.Stripe);
        var patient = service.Patient();
        var visit = await clinic.Pending(patient);
        var (id, seen) = (visit.Payment!.Id, await patient.Payment(visit.Payment.Id));

        var again = await patient.NewCheckout(id, new(), ifMatch: seen.ETag);
        Assert.Equal(2, again.Value.Attempts);
        var stale = await clinic.Desk.PayManually(id, new(visit.Due, ManualMethod.Cash, "R1"), ifMatch: seen.ETag);
        stale.Refused(System.Net.HttpStatusCode.PreconditionFailed, "version-mismatch");
        Assert.NotNull((await patient.Payment(id)).Value.CheckoutUrl);
        var now = await patient.Payment(id);

        var paid = await clinic.Desk.PayManually(id, new(visit.Due, ManualMethod.Cash, "R1"), ifMatch: now.ETag);

        Assert.Equal(PaymentStatus.Paid, paid.Value.Status);
        await Invariants.Check(service);
    }

    [Fact]
    public async Task A_visit_ends_at_its_deadline_even_when_the_account_cannot_be_used_any_more()
    {
        var clinic = await PayingClinic.Open(service, PaymentProvider.Razorpay);
        var visit = await clinic.Pending(service.Patient());
        await clinic.Quiet(visit);
        await using var gone = service.Database.DataSource.CreateCommand("""
            delete from gateway_secrets s using gateway_accounts a where a.id = s.account_id and a.doctor_id = $1 returning s.account_id
            """).With(Pg.Uuid(clinic.Clinic.Doctor));
        service.Node.Services.GetRequiredService<GatewayAccounts>().Forget(new((Guid)(await gone.ExecuteScalarAsync(TestContext.Current.CancellationToken))!));

        await service.PassTime(PaymentTime + AMinute + AMinute);

        await clinic.Until(visit, AppointmentStatus.Cancelled);
    }

    Task Told(PayingClinic clinic, AppointmentAnswer visit, string kind) =>
        Waiting.Until(async () => (await clinic.Anomalies(visit)).Any(a => a.Kind == kind), $"people to be told of {kind}");

    Task<long> Count(AppointmentAnswer visit, string type) => Invariants.Count(
        service, "select count(*) from mt_events where stream_id = $1 and type = $2", Pg.Uuid(visit.Payment!.Id), Pg.Text(type));
}
