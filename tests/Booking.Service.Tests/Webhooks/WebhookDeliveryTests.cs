using System.Text.Json;
using Booking.Contracts;
using Booking.Service.Tests.Official;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Webhooks;

public sealed class WebhookDeliveryTests(ServiceFixture service) : IClassFixture<ServiceFixture>, IAsyncLifetime
{
    Receiver receiver = null!;

    public async ValueTask InitializeAsync() => receiver = await Receiver.Open();

    public async ValueTask DisposeAsync()
    {
        await receiver.DisposeAsync();
        await Invariants.Check(service);
    }

    [Fact]
    public async Task The_life_of_a_visit_is_told_signed_and_without_a_word_about_the_person()
    {
        var (clinic, _, secret) = await Listening(WebhookTypes.All);
        var patient = service.DemoPatient();
        var hold = (await clinic.Hold(patient, await Start(clinic))).Value;
        var visit = (await patient.Book(new(hold.Id, PaymentProvider.Manual, Reason: "canary-reason"))).Value;
        _ = (await clinic.Pay(visit)).Value;
        _ = (await patient.Cancel(visit.Id, new("canary-cancel"))).Value;
        await receiver.Until(6);

        var told = receiver.All.ToDictionary(r => r.Type, StringComparer.Ordinal);
        Assert.Equal(
            [WebhookTypes.Cancelled, WebhookTypes.Confirmed, WebhookTypes.Refunded, WebhookTypes.Requested, WebhookTypes.PaymentPaid, WebhookTypes.PaymentRefunded],
            told.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(6, receiver.All.Select(r => r.Id).Distinct(StringComparer.Ordinal).Count());
        await Judges.Verify(receiver.All.Select(r => (secret, r.Headers, r.Body)));
        Assert.Equal("pending_payment", told[WebhookTypes.Requested].Data.GetProperty("status").GetString());
        Assert.Equal("confirmed", told[WebhookTypes.Confirmed].Data.GetProperty("status").GetString());
        Assert.Equal(20_000, told[WebhookTypes.Cancelled].Data.GetProperty("refund").GetProperty("amount").GetInt64());
        Assert.Equal(20_000, told[WebhookTypes.PaymentPaid].Data.GetProperty("amount").GetProperty("amount").GetInt64());
        Assert.Equal(visit.Id, told[WebhookTypes.Refunded].Data.GetProperty("appointmentId").GetGuid());
        var said = string.Join(' ', receiver.All.Select(r => r.Body));
        Assert.All(["canary", "demo.test", "meetingLink", "Cardiology"], word => Assert.DoesNotContain(word, said, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task An_endpoint_hears_of_what_it_asked_for_and_a_doctors_of_nobody_elses_visits()
    {
        var (clinic, id, _) = await Listening(WebhookTypes.Confirmed);
        var other = await Clinic.Open(service);
        var visit = await clinic.Confirmed(service.Patient(), await Start(clinic));
        _ = await other.Confirmed(service.Patient(), await Start(other));
        await receiver.Until(1);
        await Published();

        Assert.Equal((WebhookTypes.Confirmed, visit.Id), (receiver.All[0].Type, receiver.All[0].Data.GetProperty("appointmentId").GetGuid()));
        var logged = Assert.Single((await service.Desk().Deliveries(id)).Value.Items);
        Assert.Equal((DeliveryState.Delivered, 1, 200, null, null), (logged.State, logged.Attempts, logged.StatusCode, logged.Error, logged.NextAt));
        Assert.Equal(receiver.All[0].Id, logged.EventId);
    }

    [Fact]
    public async Task An_endpoint_that_was_made_before_the_clock_went_back_is_told_of_what_happens_then()
    {
        var (clinic, _, _) = await Listening(WebhookTypes.Requested);
        var start = await Start(clinic);
        await service.Advance(-Duration.FromHours(3));

        var visit = await clinic.Pending(service.Patient(), start);
        await receiver.Until(1);
        await service.Advance(Duration.FromHours(3));

        Assert.Equal(visit.Id, receiver.All[0].Data.GetProperty("appointmentId").GetGuid());
    }

    [Fact]
    public async Task A_move_tells_the_old_start_and_the_new_one()
    {
        var (clinic, _, _) = await Listening(WebhookTypes.Rescheduled);
        var patient = service.Patient();
        var visit = await clinic.Confirmed(patient, await Start(clinic));
        var to = (await clinic.Free(from: clinic.Today.PlusDays(7), days: 2))[3];
        _ = (await patient.Reschedule(visit.Id, new(to))).Value;
        await receiver.Until(1);

        var told = JsonSerializer.Deserialize<WebhookEvent<VisitEventData>>(receiver.All[0].Body, ContractsJson.Options)!;
        Assert.Equal((WebhookTypes.Rescheduled, visit.Start, to), (told.Type, told.Data.PreviousStart, told.Data.Start));
    }

    [Fact]
    public async Task What_failed_is_sent_again_under_the_same_id_with_the_same_body()
    {
        var (clinic, id, secret) = await Listening(WebhookTypes.Requested);
        receiver.Status = 500;
        _ = await clinic.Pending(service.Patient(), await Start(clinic));
        await Tried(id, 1);
        var waiting = await Logged(id);
        receiver.Status = 204;
        await service.AdvanceTo(waiting.NextAt!.Value);
        await receiver.Until(2);
        await Tried(id, 2);

        Assert.Equal((DeliveryState.Waiting, 500, "status"), (waiting.State, waiting.StatusCode, waiting.Error));
        Assert.InRange(waiting.NextAt!.Value - waiting.TriedAt!.Value, Duration.FromSeconds(4.5), Duration.FromSeconds(5.5));
        Assert.Equal((receiver.All[0].Id, receiver.All[0].Body), (receiver.All[1].Id, receiver.All[1].Body));
        await Judges.Verify(receiver.All.Select(r => (secret, r.Headers, r.Body)));
        Assert.Equal((DeliveryState.Delivered, 2), ((await Logged(id)).State, (await Logged(id)).Attempts));
        Assert.Null((await service.Desk().Webhook(id)).Value.FailingSince);
    }

    [Fact]
    public async Task After_ten_attempts_it_is_dead_and_after_five_days_of_failures_the_endpoint_is_disabled()
    {
        var (clinic, id, _) = await Listening(WebhookTypes.Requested);
        receiver.Status = 503;
        _ = await clinic.Pending(service.Patient(), await Start(clinic));
        for (var attempt = 1; attempt <= 10; attempt++)
        {
            await Tried(id, attempt);
            if ((await Logged(id)).NextAt is { } next)
                await service.AdvanceTo(next);
        }

        var dead = await Logged(id);
        var still = (await service.Desk().Webhook(id)).Value;
        await service.Advance(Duration.FromDays(2));
        _ = (await service.Desk().Redeliver(id, dead.Id)).Value;
        await Waiting.Until(async () => !(await service.Desk().Webhook(id)).Value.Active, "the endpoint to be disabled");

        Assert.Equal((DeliveryState.Dead, 10, null), (dead.State, dead.Attempts, dead.NextAt));
        Assert.True(still.Active);
        Assert.Equal("failing", (await service.Desk().Webhook(id)).Value.DisabledReason);
        (await service.Desk().Redeliver(id, dead.Id)).Conflict("webhook-disabled");
    }

    [Fact]
    public async Task Who_answers_410_is_asked_no_more_until_enabled_and_then_gets_what_waited()
    {
        var (clinic, id, _) = await Listening(WebhookTypes.All);
        receiver.Status = 410;
        _ = await clinic.Pending(service.Patient(), await Start(clinic));
        await Waiting.Until(async () => !(await service.Desk().Webhook(id)).Value.Active, "the endpoint to be disabled");
        _ = await clinic.Pending(service.Patient(), await Start(clinic));
        await Published();
        await service.Advance(Duration.FromMinutes(10));
        receiver.Status = 200;
        var gone = (await service.Desk().Webhook(id)).Value;
        var enabled = (await service.Doctor(clinic.Doctor).EnableWebhook(id)).Value;
        await receiver.Until(2);

        Assert.Equal(("gone", false), (gone.DisabledReason, gone.Active));
        Assert.Equal((true, null, null), (enabled.Active, enabled.DisabledReason, enabled.FailingSince));
        Assert.Single(receiver.All.Select(r => r.Id).Distinct(StringComparer.Ordinal));
    }

    async Task<(Clinic Clinic, Guid Id, string Secret)> Listening(params string[] events)
    {
        var clinic = await Clinic.Open(service);
        var made = (await service.Doctor(clinic.Doctor).CreateWebhook(new(receiver.Url, events))).Value;
        return (clinic, made.Id, made.Secret);
    }

    static async Task<Instant> Start(Clinic clinic) => (await clinic.Free(from: clinic.Today.PlusDays(5), days: 2))[0];

    async Task<DeliveryItem> Logged(Guid id) => Assert.Single((await service.Desk().Deliveries(id)).Value.Items);

    Task Tried(Guid id, int times) => Waiting.Until(
        async () => (await service.Desk().Deliveries(id)).Value.Items is [{ Attempts: var attempts }] && attempts >= times, $"attempt {times}");

    Task Published() => Waiting.Until(
        async () => await Invariants.Count(service, "select count(*) from outbox where type = 'publish_event' and sent_at is null") == 0, "everything to be published");
}
