using System.Net;
using System.Text;
using Booking.Contracts;
using Booking.Service.Ops;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Payments.Sandbox;
using Xunit;

namespace Booking.Service.Tests.Payments;

/// <summary>What providers send: twice, out of order, forged, about things that are not ours, about other amounts than ours.</summary>
public sealed class NotificationTests(PayingFixture service) : IClassFixture<PayingFixture>
{
    public static TheoryData<PaymentProvider> Online => CheckoutTests.Online;

    [Theory]
    [MemberData(nameof(Online))]
    public async Task However_often_and_in_whatever_order_they_come_the_end_is_the_same(PaymentProvider provider)
    {
        var clinic = await PayingClinic.Open(service, provider);
        for (var seed = 1; seed <= 6; seed++)
        {
            var visit = await clinic.Pending(service.Patient());
            service.Providers.WithholdWebhooks();
            service.Providers.Pay(await clinic.Checkout(visit));
            service.Providers.ReleaseWebhooks(ReleaseOrder.Shuffled, seed, copies: 1 + (seed % 3));
            service.Providers.WithholdWebhooks(on: false);
            await clinic.Until(visit, AppointmentStatus.Confirmed);
            _ = (await clinic.Desk.Cancel(visit.Id, new("Not well"))).Value;
            await clinic.Until(visit, AppointmentStatus.Refunded);
            await service.Providers.Settled();
            await clinic.Quiet(visit);

            var payment = await clinic.Payment(visit);
            Assert.Equal((PaymentStatus.Refunded, visit.Due, visit.Due), (payment.Status, payment.Captured, payment.Refunded));
        }

        Assert.Contains(service.Providers.Deliveries, delivery => delivery.Provider == provider);
        Assert.All(service.Providers.Deliveries.Where(d => d.Provider == provider), delivery => Assert.True(delivery.Delivered));
        await Invariants.Check(service);
    }

    [Theory]
    [MemberData(nameof(Online))]
    public async Task What_is_forged_altered_or_for_nobody_changes_nothing(PaymentProvider provider)
    {
        var clinic = await PayingClinic.Open(service, provider);
        var visit = await clinic.Pending(service.Patient());
        service.Providers.Pay(await clinic.Checkout(visit));
        await clinic.Until(visit, AppointmentStatus.Confirmed);
        await service.Providers.Settled();
        var genuine = service.Providers.Deliveries.Last(d => d.Provider == provider && d.Url.AbsolutePath == clinic.WebhookPath);
        var before = await Stored();
        using var handler = new SocketsHttpHandler { RequestHeaderEncodingSelector = static (_, _) => Encoding.Latin1 };
        using var http = new HttpClient(handler) { BaseAddress = service.Http().BaseAddress };

        foreach (var (header, value) in ((string, string)[])
            [("Stripe-Signature", "t=1,v1=00"), ("X-Razorpay-Signature", "00"), ("Signature", "00"), ("Stripe-Signature", ",,"), ("Signature", ""), ("X-None", "é")])
            Assert.Equal(HttpStatusCode.BadRequest, await Send(http, clinic.WebhookPath, genuine.Body, header, value));

        Assert.Equal(HttpStatusCode.NotFound, await Send(http, $"/webhooks/{Wire.Name(provider)}/{Guid.NewGuid()}", genuine.Body, "Signature", "00"));
        var other = provider == PaymentProvider.Stripe ? PaymentProvider.Razorpay : PaymentProvider.Stripe;
        Assert.Equal(HttpStatusCode.NotFound, await Send(http, clinic.WebhookPath.Replace(Wire.Name(provider), Wire.Name(other), StringComparison.Ordinal), genuine.Body, "Signature", "00"));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await Send(http, clinic.WebhookPath, new string(' ', 300_000), "Signature", "00"));
        Assert.Equal(before, await Stored());
    }

    [Theory]
    [MemberData(nameof(Online))]
    public async Task Another_amount_or_currency_than_asked_is_for_people_and_never_paid(PaymentProvider provider)
    {
        var clinic = await PayingClinic.Open(service, provider);
        foreach (var (wrong, kind) in ((Money, string)[])[(new(1_00, "USD"), "amount_differs"), (new(200_00, "EUR"), "currency_differs")])
        {
            var visit = await clinic.Pending(service.Patient());
            service.Providers.PayWrong(await clinic.Checkout(visit), wrong);
            await Waiting.Until(async () => (await clinic.Anomalies(visit)).Count > 0, "an anomaly");

            Assert.Equal(kind, Assert.Single(await clinic.Anomalies(visit)).Kind);
            var payment = await clinic.Payment(visit);
            Assert.Equal(0, payment.Captured.Amount);
            Assert.NotEqual(PaymentStatus.Paid, payment.Status);
            Assert.Equal(AppointmentStatus.PendingPayment, (await clinic.Desk.Appointment(visit.Id)).Value.Status);
        }

        await Invariants.Check(service);
    }

    [Fact]
    public async Task An_anomaly_is_listed_until_somebody_says_what_was_done()
    {
        var clinic = await PayingClinic.Open(service, PaymentProvider.Stripe);
        var visit = await clinic.Pending(service.Patient());
        service.Providers.PayWrong(await clinic.Checkout(visit), new(1, "USD"));
        await Waiting.Until(async () => (await clinic.Anomalies(visit)).Count > 0, "an anomaly");
        var (ops, anomaly) = (service.Ops(), (await clinic.Anomalies(visit))[0]);

        (await ops.ResolveAnomaly(anomaly.Id, new(""))).Refused(HttpStatusCode.BadRequest, "invalid");
        (await ops.ResolveAnomaly($"{visit.Payment!.Id}-99", new("Asked the bank"))).Refused(HttpStatusCode.NotFound, "not-found");
        (await ops.ResolveAnomaly("nonsense", new("Asked the bank"))).Refused(HttpStatusCode.NotFound, "not-found");
        for (var twice = 0; twice < 2; twice++)
            Assert.Equal(HttpStatusCode.NoContent, (await ops.ResolveAnomaly(anomaly.Id, new("Asked the bank"))).Status);

        Assert.Empty(await clinic.Anomalies(visit));
        Assert.NotNull((await ops.Anomalies(all: true, new(100))).Value.Items.Single(item => item.Id == anomaly.Id).ResolvedAt);
    }

    [Fact]
    public async Task A_body_that_was_kept_is_sealed_and_goes_after_thirty_days_while_its_key_stays()
    {
        var clinic = await PayingClinic.Open(service, PaymentProvider.Razorpay);
        _ = await clinic.Confirmed(service.Patient());
        await service.Providers.Settled();
        Assert.Equal(0, await Invariants.Count(service, "select count(*) from notifications where position('payment_link'::bytea in body) > 0"));

        await service.PassTime(Duration.FromDays(31));
        await service.Services.GetRequiredService<Housekeeping>().Tidy(TestContext.Current.CancellationToken);

        Assert.Equal(0, await Invariants.Count(service, "select count(*) from notifications where body is not null"));
        Assert.NotEqual(0, await Stored());
    }

    Task<long> Stored() => Invariants.Count(service, "select count(*) from notifications");

    static async Task<HttpStatusCode> Send(HttpClient http, string path, string body, string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation(header, value);
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }
}
