using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Doctors;
using Npgsql;

namespace Booking.Service.Videos;

/// <summary>Where the doctor sees patients from now on.</summary>
/// <param name="Link">A link, or a template with <c>{room}</c>.</param>
public sealed record VideoConfigured(VideoProvider Provider, string Link) : DoctorEvent;

/// <summary>Keeps the doctor's part of the calendar row that confirmations are made by.</summary>
static class VideoTables
{
    public static void Project(DoctorEvent @event, EventMetadata metadata, DoctorState before, DoctorState after, NpgsqlBatch sql)
    {
        if (@event is VideoConfigured video)
        {
            sql.Add("update calendars set video_link = $2 where doctor_id = $1", Pg.Uuid(metadata.Stream), Pg.Text(video.Link));
        }
    }
}
