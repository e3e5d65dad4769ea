using System.Net;
using Booking.Contracts;
using Booking.EventStore;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Videos;

public sealed class VideoTests(ServiceFixture service) : IClassFixture<ServiceFixture>, IAsyncLifetime
{
    const string Canary = "https://video.example/canary-of-the-two";

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync() => await Invariants.Check(service);

    [Fact]
    public async Task What_is_put_is_told_and_the_same_again_changes_nothing()
    {
        var clinic = await Clinic.Open(service);
        var nothing = (await service.Desk().Video(clinic.Doctor)).Value;
        var first = await service.Doctor(clinic.Doctor).SetVideo(clinic.Doctor, new(VideoProvider.Teams, Canary));
        var again = await service.Desk().SetVideo(clinic.Doctor, new(VideoProvider.Teams, Canary), ifMatch: first.ETag);

        Assert.Equal(new VideoAnswer(null, null), nothing);
        Assert.Equal(new VideoAnswer(VideoProvider.Teams, Canary), first.Value);
        Assert.Equal((first.Value, first.ETag), (again.Value, again.ETag));
        (await service.Desk().SetVideo(clinic.Doctor, new(VideoProvider.Zoom, Canary), ifMatch: "\"1\"")).Refused(HttpStatusCode.PreconditionFailed, "version-mismatch");
        (await service.Desk().SetVideo(clinic.Doctor, new(VideoProvider.Zoom, "http://video.example/"))).Refused(HttpStatusCode.BadRequest, "invalid");
        (await service.Desk().SetVideo(Guid.NewGuid(), new(VideoProvider.Zoom, Canary))).Refused(HttpStatusCode.NotFound, "not-found");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20_000)]
    public async Task The_link_is_the_two_parties_alone_while_the_visit_is_confirmed(long fee)
    {
        var clinic = await With(Canary, fee);
        var patient = service.Patient();
        var start = (await clinic.Free())[60];
        var visit = fee == 0 ? await clinic.Pending(patient, start) : await clinic.Confirmed(patient, start);
        var other = await With("https://other.example/", fee: 20_000);

        Assert.Equal(Canary, visit.MeetingLink);
        Assert.Equal(Canary, (await service.Doctor(clinic.Doctor).Appointment(visit.Id)).Value.MeetingLink);
        Assert.Equal(Canary, Assert.Single((await patient.Appointments()).Value.Items).MeetingLink);
        Assert.Equal(Canary, Assert.Single((await service.Doctor(clinic.Doctor).Appointments()).Value.Items).MeetingLink);
        await Never(clinic, visit, service.Desk(), service.Ops());
        (await service.Doctor(other.Doctor).Appointment(visit.Id)).Refused(HttpStatusCode.NotFound, "not-found");
        Assert.DoesNotContain(Canary, await patient.Http.GetStringAsync($"/api/appointments/{visit.Id}/history"), StringComparison.Ordinal);
        Assert.Null((await patient.Cancel(visit.Id, new("Better"))).Value.MeetingLink);
        Assert.Null((await patient.Appointment(visit.Id)).Value.MeetingLink);
    }

    [Fact]
    public async Task What_the_desk_books_and_what_is_kept_for_its_repeat_has_no_link()
    {
        var clinic = await With(Canary, fee: 0);
        var desk = service.Desk();
        var hold = (await clinic.Hold(desk, (await clinic.Free())[60])).Value;
        var request = new AppointmentRequest(hold.Id, PaymentProvider.Manual, Patient: new("Ann", $"{Guid.NewGuid():N}@demo.test", "+15550100", "UTC"));

        var first = (await desk.Book(request, "canary")).Value;
        var repeat = (await desk.Book(request, "canary")).Value;

        Assert.Equal((AppointmentStatus.Confirmed, null), (first.Status, first.MeetingLink));
        Assert.Null(repeat.MeetingLink);
    }

    [Fact]
    public async Task A_template_makes_a_room_a_visit_and_none_before_it_is_confirmed()
    {
        var clinic = await With("https://meet.example/{room}", fee: 20_000);
        var (free, patient) = (await clinic.Free(), service.Patient());
        var pending = await clinic.Pending(patient, free[60]);
        var (one, two) = (await clinic.Confirmed(patient, free[61]), await clinic.Confirmed(patient, free[62]));

        Assert.Null(pending.MeetingLink);
        Assert.Matches("^https://meet\\.example/[0-9a-f]{32}$", one.MeetingLink);
        Assert.NotEqual(one.MeetingLink, two.MeetingLink);
        Assert.DoesNotContain(one.Id.ToString("N"), one.MeetingLink, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Coming_confirmed_visits_follow_a_change_and_the_past_still_says_what_was()
    {
        var clinic = await With(Canary, fee: 20_000);
        var (free, patient) = (await clinic.Free(), service.Patient());
        var (visit, pending) = (await clinic.Confirmed(patient, free[60]), await clinic.Pending(patient, free[61]));
        var (before, etag) = (service.Now, (await patient.Appointment(visit.Id)).ETag);
        await service.Advance(Duration.FromSeconds(1));

        _ = (await service.Desk().SetVideo(clinic.Doctor, new(VideoProvider.Meet, "https://new.example/{room}"))).Value;
        await Waiting.Until(async () => (await patient.Appointment(visit.Id)).ETag != etag, "the visit to follow");
        var followed = (await patient.Appointment(visit.Id)).Value;
        await Handled();

        Assert.Matches("^https://new\\.example/[0-9a-f]{32}$", followed.MeetingLink);
        Assert.Equal(Canary, (await patient.Appointment(visit.Id, asOf: before)).Value.MeetingLink);
        Assert.Null((await patient.Appointment(pending.Id)).Value.MeetingLink);
        Assert.Equal(followed, (await patient.Appointment(visit.Id)).Value with { Policy = followed.Policy });
        Assert.Equal(1, await Invariants.Count(
            service, "select count(*) from mt_events where type = 'appointment_link_changed' and stream_id = $1", Pg.Uuid(visit.Id)));
    }

    async Task<Clinic> With(string link, long fee)
    {
        var clinic = await Clinic.Open(service, fee: fee);
        _ = (await service.Desk().SetVideo(clinic.Doctor, new(VideoProvider.Custom, link))).Value;
        await Handled();
        return clinic;
    }

    Task Handled() => Waiting.Until(
        async () => await Invariants.Count(service, "select count(*) from outbox where type = 'follow_video' and sent_at is null") == 0, "all visits to follow");

    static async Task Never(Clinic clinic, AppointmentAnswer visit, params BookingClient[] others)
    {
        foreach (var other in others)
        {
            Assert.Null((await other.Appointment(visit.Id)).Value.MeetingLink);
            foreach (var path in new[] { $"/api/appointments/{visit.Id}", $"/api/appointments/{visit.Id}/history", $"/api/appointments?doctorId={clinic.Doctor}" })
            {
                Assert.DoesNotContain(Canary, await other.Http.GetStringAsync(path), StringComparison.Ordinal);
            }
        }

        foreach (var stream in new[] { visit.Id, clinic.Doctor })
        {
            Assert.DoesNotContain(Canary, await others[^1].Http.GetStringAsync($"/ops/streams/{stream}"), StringComparison.Ordinal);
        }
    }
}
