using Booking.EventStore;
using Booking.EventStore.Outbox;
using Booking.Service.Doctors;

namespace Booking.Service.Videos;

/// <summary>Where doctors and patients meet: what is stored, what follows, what is served.</summary>
public static class VideosFeature
{
    public static void Model(StoreModel model, OutboxHandlers handlers)
    {
        model.Events.Add("video_configured", EventJson.Default.VideoConfigured);
        model.Messages.Add("follow_video", EventJson.Default.FollowVideo);
        model.Project(Doctor.Category, "calendar", ["calendars", "offered_slots"], VideoTables.Project);
        model.React(Doctor.Category, static (@event, metadata, after) => @event is VideoConfigured ? [new Message(new FollowVideo(after.Id))] : []);
        MeetingLink.Model(model);
        handlers.Handle<FollowVideo>(FollowingVideo.Handle);
    }

    public static void Map(IEndpointRouteBuilder app) => PutVideo.Map(app);
}
