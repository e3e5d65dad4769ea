using Booking.Contracts;

namespace Booking.Service.Web.Settings;

/// <param name="Version">Of the video as it was when the form was shown.</param>
/// <param name="Theirs">What somebody else has made of it meanwhile; null when nobody has.</param>
public sealed record VideoModel(Frame Frame, Form Form, string? Version, IReadOnlyList<Difference>? Theirs = null);

/// <summary>Where a doctor sees patients.</summary>
static class VideoEditor
{
    const string Route = Frame.Route + "/video";

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(Route, Get).RequireAuthorization(Policies.DeskOrDoctor);
        pages.MapPost(Route, Post).RequireAuthorization(Policies.DeskOrDoctor);
    }

    static async Task<IResult> Get(Guid id, Viewer viewer, CancellationToken ct)
    {
        var (frame, video, problem) = await viewer.With(id, () => viewer.Api.Video(id, ct), ct);
        return problem is not null ? Show.Wrong(problem) : Show.Page<VideoPage, VideoModel>(new(frame!, Of(video!.Value), video.ETag));
    }

    static async Task<IResult> Post(Guid id, Form form, Viewer viewer, CancellationToken ct)
    {
        var answer = await viewer.Api.SetVideo(id, new(form.Enum("provider", VideoProvider.Custom), form["link"] ?? ""), form.Key, form.Version, ct);
        if (!form.Refused(answer))
            return Frame.Done(id, "/video", "saved");
        var (frame, video, problem) = await viewer.With(id, () => viewer.Api.Video(id, ct), ct);
        if (problem is not null)
            return Show.Wrong(problem);
        var stale = answer.IsStale();
        var labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["provider"] = viewer["settings.video_provider"], ["link"] = viewer["settings.link"] };
        return Show.Page<VideoPage, VideoModel>(
            new(frame!, form, stale ? video!.ETag : form.Version, stale ? Differences.Between(Of(video!.Value), form, labels) : null), (int)answer.Status);
    }

    static Form Of(VideoAnswer video) => Form.Of(("provider", video.Provider is { } provider ? Wire.Name(provider) : null), ("link", video.Link));
}
