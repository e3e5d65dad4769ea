using Booking.Contracts;
using Booking.Service.Appointments;
using Booking.Service.Tests.Appointments;
using Booking.Service.Videos;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Booking.Service.Tests.Videos;

public sealed class MeetingLinkTests
{
    const string Template = "https://meet.example/{room}?lang=en";

    [Theory]
    [InlineData("https://video.example/doctor?pwd=a%20b#x")]
    [InlineData("https://video.example:8443")]
    [InlineData("HTTPS://video.example/{room}")]
    [InlineData("https://video.example/a?room={room}")]
    [InlineData("https://video.example/#{room}")]
    public void A_link_over_https_and_a_template_are_taken(string link) => Assert.Null(MeetingLink.Fault(link));

    [Theory]
    [InlineData("")]
    [InlineData("http://video.example/doctor")]
    [InlineData("javascript:alert(1)")]
    [InlineData("//video.example/doctor")]
    [InlineData("https:video.example")]
    [InlineData("https:///doctor")]
    [InlineData("https://user:secret@video.example/")]
    [InlineData("https://@video.example/")]
    [InlineData("https://video.example\\@evil.example/")]
    [InlineData("https://video.example/a b")]
    [InlineData("https://video.example/\n")]
    [InlineData("https://vidéo.example/")]
    [InlineData("https://{room}.video.example/")]
    [InlineData("https://{room}@video.example/")]
    [InlineData("https://video.example/{room}/{room}")]
    [InlineData("https://video.example/{patient}")]
    [InlineData("https://video.example/\"><script>")]
    public void Anything_else_is_refused_in_words(string link) => Assert.NotNull(MeetingLink.Fault(link));

    [Fact]
    public void Five_hundred_characters_are_the_most_with_the_room_in_its_place()
    {
        Assert.Null(MeetingLink.Fault("https://v.example/".PadRight(500, 'a')));
        Assert.NotNull(MeetingLink.Fault("https://v.example/".PadRight(501, 'a')));
        Assert.NotNull(MeetingLink.Fault("https://v.example/{room}".PadRight(480, 'a')));
    }

    [Fact]
    public void Each_visit_gets_a_room_of_128_random_bits_and_the_rest_of_the_link_stays()
    {
        var rooms = Enumerable.Range(0, 1_000).Select(_ => MeetingLink.Make(Template)!).ToHashSet();

        Assert.Equal(1_000, rooms.Count);
        Assert.All(rooms, link => Assert.Matches("^https://meet\\.example/[0-9a-f]{32}\\?lang=en$", link));
        Assert.Equal("https://video.example/doctor", MeetingLink.Make("https://video.example/doctor"));
        Assert.Null(MeetingLink.Make(null));
    }

    [Fact]
    public void A_link_follows_the_template_that_made_it_and_no_other()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), text =>
        {
            var other = $"https://meet.example/{text.Get.Replace("{room}", "", StringComparison.Ordinal)}";
            Assert.True(MeetingLink.Follows(MeetingLink.Make(Template), Template));
            Assert.False(MeetingLink.Follows(MeetingLink.Make(Template), other));
            Assert.False(MeetingLink.Follows(other, Template));
            Assert.True(MeetingLink.Follows(other, other));
        }).QuickCheckThrowOnFailure();
        Assert.False(MeetingLink.Follows(null, Template));
        Assert.False(MeetingLink.Follows("https://video.example/doctor", null));
        Assert.True(MeetingLink.Follows(null, null));
    }

    [Fact]
    public void Only_a_confirmed_visit_follows_and_only_once()
    {
        AppointmentEvent[] confirmed = [Visits.Requested, new AppointmentConfirmed(new Money(20_000, "USD"), "https://old.example/")];

        FollowingVideo.Decide(Appointment.Category.Given(confirmed), "https://new.example/").Then(new AppointmentLinkChanged("https://new.example/"));
        FollowingVideo.Decide(Appointment.Category.Given([.. confirmed, new AppointmentLinkChanged("https://new.example/")]), "https://new.example/").ThenNothing();
        FollowingVideo.Decide(Appointment.Category.Given([.. confirmed, new AppointmentLinkChanged(MeetingLink.Make(Template))]), Template).ThenNothing();
        FollowingVideo.Decide(Appointment.Category.Given([.. confirmed, new AppointmentCompleted()]), "https://new.example/").ThenNothing();
        FollowingVideo.Decide(Appointment.Category.Given<AppointmentState, AppointmentEvent>(Visits.Requested), "https://new.example/").ThenNothing();
    }
}
