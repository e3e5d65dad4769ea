using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Videos;
using Xunit;

namespace Booking.Service.Tests.Videos;

/// <summary>A doctor changes the video while visits are confirmed: in the end each coming visit is where the doctor is.</summary>
public sealed class VideoRaceTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task Whoever_comes_first_no_confirmed_visit_is_left_at_the_old_place()
    {
        var clinic = await Clinic.Open(service, fee: 0);
        var (free, desk, patient) = ((await clinic.Free())[100..], service.Desk(), service.Patient());
        var places = Enumerable.Range(1, 12).Select(n => $"https://place-{n}.example/{{room}}").ToList();

        await Task.WhenAll(
            Task.Run(async () =>
            {
                foreach (var place in places)
                    _ = (await desk.SetVideo(clinic.Doctor, new(VideoProvider.Custom, place))).Value;
            }),
            Task.Run(async () =>
            {
                foreach (var start in free[..15])
                    _ = await clinic.Pending(patient, start);
            }));
        await Waiting.Until(
            async () => await Invariants.Count(service, "select count(*) from outbox where type = 'follow_video' and sent_at is null") == 0, "all visits to follow");

        var visits = (await patient.Appointments(page: new(100))).Value.Items;
        Assert.Equal(15, visits.Count);
        Assert.All(visits, visit => Assert.True(MeetingLink.Follows(visit.MeetingLink, places[^1]), visit.MeetingLink));
        await Invariants.Check(service);
    }

    [Fact]
    public async Task A_confirmation_that_was_decided_with_an_older_place_is_decided_again()
    {
        var clinic = await Clinic.Open(service, fee: 0);
        _ = (await service.Desk().SetVideo(clinic.Doctor, new(VideoProvider.Custom, "https://new.example/"))).Value;

        var stale = service.Database.DataSource.CreateCommand(
            "select expect((select video_link from calendars where doctor_id = $1 for share) is not distinct from $2, 'visit_follows_video')");
        await using (stale)
        {
            stale.With(Pg.Uuid(clinic.Doctor), Pg.Text("https://old.example/"));
            var refused = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => stale.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
            Assert.Equal("visit_follows_video", refused.ConstraintName);
        }
    }
}
