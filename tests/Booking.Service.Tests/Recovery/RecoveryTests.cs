using System.Net;
using Booking.Contracts;
using Booking.EventStore.Outbox;
using Booking.Service.Gateways;
using Booking.Service.Payments;
using Booking.Service.Recovery;
using Booking.Service.Tests.Payments;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Payments.Adapters;
using Xunit;

namespace Booking.Service.Tests.Recovery;

/// <summary>What a restored database believes unsent may have gone out: money goes back once, and no letter comes twice.</summary>
public sealed class RecoveryTests(PayingFixture service) : IClassFixture<PayingFixture>
{
    static readonly DoctorPolicy Half = new([new(0, 50)], RescheduleHoursBefore: 4, NoShowRefundPercent: 0);

    OutboxQuarantine Quarantine => service.Services.GetRequiredService<OutboxQuarantine>();
    RecoverySteps Steps => ActivatorUtilities.CreateInstance<RecoverySteps>(service.Services);

    [Theory]
    [InlineData(PaymentProvider.Stripe)]
    [InlineData(PaymentProvider.Razorpay)]
    [InlineData(PaymentProvider.PayTabs)]
    public async Task A_refund_that_the_lost_database_had_sent_is_found_and_not_sent_again(PaymentProvider provider)
    {
        var clinic = await PayingClinic.Open(service, provider, policy: Half);
        var visit = await clinic.Confirmed(service.Patient());
        Assert.True(await Steps.Begin(lostAt: null, default));
        _ = (await clinic.Desk.Cancel(visit.Id, new("Doctor is ill"))).Value;
        Assert.Equal(0, await service.Reconcile());
        await SendAsIfFromTheLostDatabase(visit, provider);

        var done = (await Steps.Reconcile(default))!;
        Assert.Equal((1, 0), (done.Refunds, done.Unread.Count));
        await Quarantine.End(default);
        await clinic.Until(visit, AppointmentStatus.Refunded);

        // Had it been made twice, the provider would say so at the next reading.
        await service.PassTime(Duration.FromDays(1));
        await service.Reconcile();
        await clinic.Quiet(visit);
        Assert.Equal(visit.Due.Amount / 2, (await clinic.Payment(visit)).Refunded.Amount);
        Assert.Empty(await clinic.Anomalies(visit));
        await Invariants.Check(service);
    }

    [Fact]
    public async Task Money_that_came_in_while_there_was_no_database_is_booked()
    {
        var clinic = await PayingClinic.Open(service, PaymentProvider.Stripe);
        var visit = await clinic.Pending(service.Patient());
        await clinic.Until(visit, payment => payment.CheckoutUrl is not null, "the page to be open");
        var page = await clinic.Checkout(visit);
        await Steps.Begin(lostAt: null, default);
        service.Providers.WithholdWebhooks();
        service.Providers.Pay(page);

        var done = (await Steps.Reconcile(default))!;

        service.Providers.WithholdWebhooks(on: false);
        Assert.True(done.Changed >= 1);
        Assert.Equal(AppointmentStatus.Confirmed, (await clinic.Desk.Appointment(visit.Id)).Value.Status);
        await Quarantine.End(default);
    }

    [Fact]
    public async Task Letters_that_were_due_before_the_loss_are_dropped_and_later_ones_go_out()
    {
        var clinic = await Clinic.Open(service);
        await Quarantine.Begin(service.Now, service.Now + Duration.FromMinutes(5), default);
        using var http = service.Http();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await http.GetAsync("/health/ready", TestContext.Current.CancellationToken)).StatusCode);
        _ = await clinic.Confirmed(service.Patient(), (await clinic.Free())[0]);

        var done = (await Steps.Reconcile(default))!;

        Assert.Contains(done.Dropped, of => of is { Type: "send_notice", Count: > 0 });
        Assert.Equal(0, await Notices("sent_at is null and dead_at is null and deliver_at <= now() + interval '1 second'"));
        await Quarantine.End(default);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/ready", TestContext.Current.CancellationToken)).StatusCode);
        var dropped = await Notices("error like 'Not sent%'");
        _ = await clinic.Confirmed(service.Patient(), (await clinic.Free())[1]);
        await Waiting.Until(async () => await Notices("sent_at is null and dead_at is null") == 0, "the later letters to go out");
        Assert.Equal(dropped, await Notices("error like 'Not sent%'"));
        await Invariants.Check(service);
    }

    [Fact]
    public async Task Without_the_keys_of_the_database_nothing_is_begun_and_without_reconciling_nothing_ended()
    {
        var (database, development) = (("ConnectionStrings__Booking", (string?)service.Database.ConnectionString), ("ASPNETCORE_ENVIRONMENT", (string?)"Development"));
        _ = await service.Desk().Patients("somebody"); // The search key is there.
        var foreign = await ProgramRun.Start(["recovery", "begin"], environment: [database, development, ("Booking__MasterKeys", "other:OTg3NjU0MzIxMGFiY2RlZjk4NzY1NDMyMTBhYmNkZWY=")]);
        Assert.Equal((2, true), (foreign.Code, Assert.Single(foreign.Error).Contains("do not open this database", StringComparison.Ordinal)));
        Assert.Null(await Quarantine.Find(default));

        Assert.Equal(0, (await ProgramRun.Start(["recovery", "begin"], environment: [database, development, ProgramRun.MasterKeys])).Code);
        Assert.Equal(2, (await ProgramRun.Start(["recovery", "end"], environment: [database, development, ProgramRun.MasterKeys])).Code);
        var end = await ProgramRun.Start(["recovery", "end", "--force", "--json"], environment: [database, development, ProgramRun.MasterKeys]);
        Assert.Equal((0, """{"changed":true}"""), (end.Code, Assert.Single(end.Output)));
        var changes = await ProgramRun.Start(["changes"], environment: [database, development, ProgramRun.MasterKeys]);
        Assert.Contains(changes.Output, line => line.Contains("recovery.begin", StringComparison.Ordinal));
        Assert.Contains(changes.Output, line => line.Contains("recovery.end", StringComparison.Ordinal) && line.Contains("not reconciled", StringComparison.Ordinal));
        var anchor = await ProgramRun.Start(["anchor", "--json"], environment: [database, development, ProgramRun.MasterKeys]);
        Assert.StartsWith("{\"at\":\"", Assert.Single(anchor.Output), StringComparison.Ordinal);
    }

    async Task SendAsIfFromTheLostDatabase(AppointmentAnswer visit, PaymentProvider provider)
    {
        var payment = await service.Services.GetRequiredService<PaymentRecords>().Load(new(visit.Payment!.Id), default);
        var refund = payment.Refunds[0];
        var account = await service.Services.GetRequiredService<GatewayAccounts>().Of(payment.Page(1), default);
        var gateway = service.Services.GetRequiredService<PaymentGateways>().For(provider);
        var order = new RefundOrder(refund.Operation!.Value, visit.Payment.Id, 1, refund.Number, refund.Capture, refund.Amount);
        Assert.Null((await gateway.Refund(account, order, gateway.WriteRefund(account, order), default)).Failure);
    }

    Task<long> Notices(string where) => Invariants.Count(service, $"select count(*) from outbox where type = 'send_notice' and {where}");
}
