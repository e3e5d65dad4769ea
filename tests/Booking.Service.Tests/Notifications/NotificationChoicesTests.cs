using System.Net;
using Booking.Contracts;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Notifications;

/// <summary>A patient says what they want to be sent, and it counts from that moment on.</summary>
public sealed class NotificationChoicesTests(ServiceFixture service) : IClassFixture<ServiceFixture>, IAsyncLifetime
{
    static readonly NotificationSettings All = new(Sms: true, Reminders: true), NoSms = new(Sms: false, Reminders: true), NoReminders = new(Sms: true, Reminders: false);

    public ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync() => await Invariants.Check(service);

    [Fact]
    public async Task Everything_is_on_until_it_is_turned_off_and_a_repeat_changes_nothing()
    {
        var reader = await Correspondent.Join(service);
        Assert.Equal(All, (await reader.Client.Notifications()).Value);

        var first = await reader.Client.SetNotifications(NoSms);
        var again = await reader.Client.SetNotifications(NoSms);

        Assert.Equal((NoSms, first.ETag), (again.Value, again.ETag));
        var read = await reader.Client.Notifications();
        Assert.Equal((NoSms, first.ETag), (read.Value, read.ETag));
        (await reader.Client.SetNotifications(All, ifMatch: "\"1\"")).Refused(HttpStatusCode.PreconditionFailed, "version-mismatch");
    }

    [Fact]
    public async Task The_desk_sets_it_for_a_patient_and_nobody_sets_it_for_who_is_none()
    {
        var reader = await Correspondent.Join(service);

        Assert.Equal(NoReminders, (await service.Desk().SetNotifications(reader.Id, NoReminders)).Value);

        Assert.Equal(NoReminders, (await reader.Client.Notifications()).Value);
        Assert.Equal(NoReminders, (await service.Desk().Notifications(reader.Id)).Value);
        var doctor = (await Clinic.Open(service)).Doctor;
        foreach (var stranger in new[] { doctor, Guid.NewGuid() })
        {
            (await service.Desk().SetNotifications(stranger, NoSms)).Refused(HttpStatusCode.NotFound, "not-found");
            (await service.Desk().Notifications(stranger)).Refused(HttpStatusCode.NotFound, "not-found");
        }
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"sms":true}""")]
    [InlineData("""{"sms":"no","reminders":true}""")]
    [InlineData("""{"sms":null,"reminders":true}""")]
    public async Task Half_a_choice_is_none(string body)
    {
        var reader = await Correspondent.Join(service);
        using var answer = await reader.Client.Http.PutAsync(
            "/api/accounts/me/notifications", new StringContent(body, System.Text.Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Who_turned_SMS_off_gets_none_and_all_mail()
    {
        var reader = await Correspondent.Join(service);
        _ = (await reader.Client.SetNotifications(NoSms)).Value;
        var visit = await Book(reader);
        await service.AdvanceTo(visit.Start - Duration.FromHours(1));

        Assert.Empty(await reader.Mail(visit, "sms"));
        Assert.Equal(2, (await reader.Subjects(visit)).Count);
    }

    [Fact]
    public async Task Reminders_that_were_scheduled_before_are_not_sent_once_they_are_turned_off_and_a_cancellation_still_is()
    {
        var reader = await Correspondent.Join(service);
        var visit = await Book(reader);
        _ = (await reader.Client.SetNotifications(NoReminders)).Value;
        await service.AdvanceTo(visit.Start - Duration.FromHours(2));
        Assert.Equal(["Your appointment is confirmed"], await reader.Subjects(visit));

        _ = (await service.Desk().Cancel(visit.Id, new("ill"))).Value;

        Assert.Contains("Your appointment is cancelled", await reader.Subjects(visit));
    }

    async Task<AppointmentAnswer> Book(Correspondent reader)
    {
        var clinic = await Clinic.Open(service);
        return await clinic.Confirmed(reader.Client, clinic.Today.PlusDays(4).At(new(12, 0)).InUtc().ToInstant());
    }
}
