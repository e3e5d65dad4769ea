using Booking.Contracts;
using Booking.EventStore;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Notifications;

/// <summary>A reminder comes once, in time, and never of what is not so any more.</summary>
public sealed class RemindersTests(ServiceFixture service) : IClassFixture<ServiceFixture>, IAsyncLifetime
{
    static readonly LocalTime Noon = new(12, 0);

    public ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync() => await Invariants.Check(service);

    [Fact]
    public async Task A_confirmed_visit_is_reminded_of_a_day_and_an_hour_before()
    {
        var (reader, visit) = await Confirmed(Noon);

        await To(visit, Duration.FromHours(25));
        Assert.Empty(await Reminders(reader, visit));
        await To(visit, Duration.FromHours(24));
        Assert.Equal("Reminder: your appointment is in 24 hours", Assert.Single(await Reminders(reader, visit)));
        await To(visit, Duration.FromHours(1));

        Assert.Equal(["Reminder: your appointment is in 24 hours", "Reminder: your appointment is in 1 hour"], await Reminders(reader, visit));
        Assert.Equal(3, (await reader.Mail(visit, "sms")).Count);
    }

    [Fact]
    public async Task A_service_that_was_away_for_both_reminds_once()
    {
        var (reader, visit) = await Confirmed(Noon);

        await To(visit, Duration.FromMinutes(20));

        Assert.Equal("Reminder: your appointment is in 20 minutes", Assert.Single(await Reminders(reader, visit)));
    }

    [Fact]
    public async Task After_the_start_nobody_is_reminded()
    {
        var (reader, visit) = await Confirmed(Noon);

        await To(visit, -Duration.FromMinutes(1));

        Assert.Empty(await Reminders(reader, visit));
    }

    [Fact]
    public async Task A_visit_that_was_moved_is_reminded_of_at_its_new_time_alone_even_when_it_is_moved_back()
    {
        var (reader, visit) = await Confirmed(Noon);
        _ = (await reader.Client.Reschedule(visit.Id, new(visit.Start + Duration.FromHours(4)))).Value;
        _ = (await reader.Client.Reschedule(visit.Id, new(visit.Start))).Value;

        await To(visit, Duration.FromHours(24));
        Assert.Single(await Reminders(reader, visit));
        _ = (await service.Desk().Reschedule(visit.Id, new(visit.Start + Duration.FromHours(2)))).Value;
        await To(visit, Duration.FromHours(1));

        Assert.Single(await Reminders(reader, visit));
    }

    [Fact]
    public async Task A_cancelled_visit_and_one_that_nobody_paid_for_are_not_reminded_of()
    {
        var (reader, cancelled) = await Confirmed(Noon);
        _ = (await reader.Client.Cancel(cancelled.Id, new("ill"))).Value;
        var clinic = await Clinic.Open(service, new(HorizonDays: 10, ManualPaymentHours: 168));
        var pending = await clinic.Pending(reader.Client, cancelled.Start);

        await To(cancelled, Duration.FromHours(1));

        Assert.Empty(await Reminders(reader, cancelled));
        Assert.Empty(await Reminders(reader, pending));
    }

    [Fact]
    public async Task Booked_after_the_first_offset_only_the_second_comes()
    {
        var reader = await Correspondent.Join(service);
        var clinic = await Clinic.Open(service);
        var visit = await clinic.Confirmed(reader.Client, (await clinic.Free(from: clinic.Today)).First(start => start > service.Now + Duration.FromHours(3)));

        Assert.Equal(2, await Invariants.Count(
            service, "select count(*) from outbox where type = 'send_reminder' and body ->> 'appointment' = $1", Pg.Text(visit.Id.ToString())));
        await To(visit, Duration.FromHours(1));

        Assert.Single(await Reminders(reader, visit));
    }

    [Fact]
    public async Task A_clock_that_goes_back_and_on_again_repeats_nothing()
    {
        var (reader, visit) = await Confirmed(Noon);
        await To(visit, Duration.FromHours(24));
        Assert.Single(await Reminders(reader, visit));

        await To(visit, Duration.FromHours(30));
        await To(visit, Duration.FromHours(23));

        Assert.Single(await Reminders(reader, visit));
    }

    [Fact]
    public async Task In_quiet_hours_a_reminder_comes_by_mail_alone()
    {
        var (reader, visit) = await Confirmed(new(7, 30));
        await To(visit, Duration.FromHours(1));

        Assert.Single(await Reminders(reader, visit));
        Assert.DoesNotContain(await reader.Mail(visit, "sms"), item => item.Text.StartsWith("Reminder", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_last_reminder_carries_the_link_to_meet_and_is_in_the_language_of_the_moment()
    {
        var (reader, visit) = await Confirmed(Noon, link: "https://meet.example.test/room");
        await To(visit, Duration.FromHours(24));
        Assert.DoesNotContain("meet.example.test", (await reader.Mail(visit))[^1].Text);
        await using var change = service.Database.DataSource.CreateCommand("update patients set language = 'ur' where id = $1").With(Pg.Uuid(reader.Id));
        await change.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        await To(visit, Duration.FromHours(1));

        var last = (await reader.Mail(visit))[^1];
        Assert.Contains("meet.example.test", last.Text);
        Assert.Equal("ur", last.Language);
        change.CommandText = "update patients set language = 'en' where id = $1";
        await change.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    Task To(AppointmentAnswer visit, Duration before) => service.AdvanceTo(visit.Start - before + Duration.FromSeconds(1));

    static async Task<List<string>> Reminders(Correspondent reader, AppointmentAnswer visit) =>
        [.. (await reader.Subjects(visit)).Where(subject => subject.StartsWith("Reminder", StringComparison.Ordinal))];

    /// <summary>At this time of the day, in UTC, some days ahead.</summary>
    async Task<(Correspondent, AppointmentAnswer)> Confirmed(LocalTime at, string? link = null)
    {
        var (reader, clinic) = (await Correspondent.Join(service, zone: "UTC"), await Clinic.Open(service));
        if (link is not null)
            _ = (await service.Desk().SetVideo(clinic.Doctor, new(VideoProvider.Custom, link))).Value;
        var start = clinic.Today.PlusDays(4).At(at).InUtc().ToInstant();
        return (reader, await clinic.Confirmed(reader.Client, start));
    }
}
