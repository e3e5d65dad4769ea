using System.Net;
using Booking.Contracts;
using Booking.Service.Tests.Official;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Webhooks;

public sealed class WebhookEndpointTests(ServiceFixture service) : IClassFixture<ServiceFixture>, IAsyncLifetime
{
    Receiver receiver = null!;

    public async ValueTask InitializeAsync() => receiver = await Receiver.Open();

    public async ValueTask DisposeAsync()
    {
        await receiver.DisposeAsync();
        await Invariants.Check(service);
    }

    [Fact]
    public async Task A_secret_is_told_once_and_lies_nowhere_in_the_open()
    {
        var desk = service.Desk();
        var made = await desk.CreateWebhook(new("https://example.com/hook", ["*", WebhookTypes.Confirmed, "*"]), "once");
        var again = await desk.CreateWebhook(new("https://example.com/hook", ["*", WebhookTypes.Confirmed, "*"]), "once");
        var told = (await desk.Webhook(made.Value.Id)).Value;
        var (tables, rows) = await Canaries.Dump(service.Database);

        Assert.Equal(HttpStatusCode.Created, made.Status);
        Assert.Equal(made.Value, again.Value);
        Assert.Equal(("https://example.com/hook", 2, true, null), (told.Url, told.Events.Count, told.Active, told.DoctorId));
        Assert.Contains("webhooks", tables);
        Assert.DoesNotContain(Canaries.Forms(made.Value.Secret[6..]), form => rows.Contains(form, StringComparison.Ordinal));
        Assert.DoesNotContain("whsec_", await desk.Http.GetStringAsync("/api/webhooks"), StringComparison.Ordinal);
        _ = (await desk.DeleteWebhook(made.Value.Id)).Value;
        (await desk.Webhook(made.Value.Id)).Refused(HttpStatusCode.NotFound, "not-found");
    }

    [Theory]
    [InlineData("http://10.0.0.1/hook", "*", "url")]
    [InlineData("https://user@example.com/hook", "*", "url")]
    [InlineData("not a url", "*", "url")]
    [InlineData("https://example.com/hook", "appointment.exploded", "events[0]")]
    public async Task What_cannot_work_is_refused_by_field(string url, string @event, string field) =>
        Assert.Contains(field, (await service.Desk().CreateWebhook(new(url, [@event]))).Refused(HttpStatusCode.BadRequest, "invalid").Errors!.Keys);

    [Fact]
    public async Task A_doctors_endpoint_is_the_doctors_and_the_desks_and_to_others_it_does_not_exist()
    {
        var (one, two) = (await Clinic.Open(service), await Clinic.Open(service));
        var (doctor, other) = (service.Doctor(one.Doctor), service.Doctor(two.Doctor));
        var id = (await doctor.CreateWebhook(new("https://example.com/hook", ["*"]))).Value.Id;
        var clinics = (await service.Desk().CreateWebhook(new("https://example.com/hook", ["*"]))).Value.Id;

        Assert.Equal(one.Doctor, (await service.Desk().Webhook(id)).Value.DoctorId);
        Assert.Equal([id], (await doctor.Webhooks()).Value.Items.Select(w => w.Id));
        Assert.Empty((await other.Webhooks()).Value.Items);
        Assert.Contains(id, (await service.Ops().Webhooks(new(100))).Value.Items.Select(w => w.Id));
        foreach (var (who, what) in new[] { (other, id), (doctor, clinics) })
        {
            (await who.Webhook(what)).Refused(HttpStatusCode.NotFound, "not-found");
            (await who.Deliveries(what)).Refused(HttpStatusCode.NotFound, "not-found");
            (await who.RotateWebhook(what)).Refused(HttpStatusCode.NotFound, "not-found");
            (await who.EnableWebhook(what)).Refused(HttpStatusCode.NotFound, "not-found");
            (await who.Redeliver(what, Guid.NewGuid())).Refused(HttpStatusCode.NotFound, "not-found");
            (await who.DeleteWebhook(what)).Refused(HttpStatusCode.NotFound, "not-found");
        }

        (await service.Patient().CreateWebhook(new("https://example.com/hook", ["*"]))).Refused(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task There_are_twenty_at_most_also_when_many_come_at_once()
    {
        var doctor = service.Doctor((await Clinic.Open(service)).Doctor);

        var made = await Task.WhenAll(Enumerable.Range(0, 24).Select(_ => doctor.CreateWebhook(new("https://example.com/hook", ["*"]))));

        Assert.True((await doctor.Webhooks(new(100))).Value.Items.Count == made.Count(answer => answer.Status == HttpStatusCode.Created));
        Assert.True(made.Count(answer => answer.Status == HttpStatusCode.Created) <= 20);
        Assert.All(made.Where(answer => answer.Status != HttpStatusCode.Created), answer => Assert.True(answer.Problem!.Code is "too-many-webhooks" or "busy"));
    }

    [Fact]
    public async Task During_a_rotation_a_receiver_with_either_secret_is_content_and_after_a_day_only_with_the_new_one()
    {
        var clinic = await Clinic.Open(service);
        var doctor = service.Doctor(clinic.Doctor);
        var old = (await doctor.CreateWebhook(new(receiver.Url, [WebhookTypes.Requested]))).Value;
        var rotated = (await doctor.RotateWebhook(old.Id)).Value;
        _ = await clinic.Pending(service.Patient(), await Start(clinic));
        await receiver.Until(1);
        var both = receiver.All[0];
        await service.AdvanceTo(rotated.PreviousUntil!.Value);
        _ = await clinic.Pending(service.Patient(), await Start(clinic));
        await receiver.Until(2);

        Assert.NotEqual(old.Secret, rotated.Secret);
        await Judges.Verify([(old.Secret, both.Headers, both.Body), (rotated.Secret, both.Headers, both.Body), (rotated.Secret, receiver.All[1].Headers, receiver.All[1].Body)]);
        Assert.Single(receiver.All[1].Headers["webhook-signature"].Split(' '));
    }

    [Fact]
    public async Task A_receiver_that_hangs_keeps_neither_others_nor_the_outbox_waiting()
    {
        await using var quick = await Receiver.Open();
        var clinic = await Clinic.Open(service);
        var doctor = service.Doctor(clinic.Doctor);
        _ = (await doctor.CreateWebhook(new(receiver.Url, ["*"]))).Value;
        _ = (await doctor.CreateWebhook(new(quick.Url, [WebhookTypes.Requested]))).Value;
        var hanging = new TaskCompletionSource();
        receiver.Before = _ => hanging.Task;
        var free = await clinic.Free(from: clinic.Today.PlusDays(5), days: 2);

        foreach (var start in free[..8])
            _ = await clinic.Pending(service.Patient(), start);
        await quick.Until(8);
        await receiver.Until(4);

        Assert.Equal(4, receiver.All.Count);
        Assert.Equal(0, await Invariants.Count(service, "select count(*) from outbox where type = 'publish_event' and sent_at is null"));
        hanging.SetResult();
        await receiver.Until(8);
    }

    static async Task<Instant> Start(Clinic clinic) => (await clinic.Free(from: clinic.Today.PlusDays(5), days: 2))[0];
}
