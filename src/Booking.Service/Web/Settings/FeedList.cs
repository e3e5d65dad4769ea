using Booking.Contracts;

namespace Booking.Service.Web.Settings;

public sealed record FeedsModel(Frame Frame, IReadOnlyList<FeedItem> Feeds);

/// <summary>Calendar feeds that show a doctor's visits, whoever made them.</summary>
static class FeedList
{
    const string Route = Frame.Route + "/feeds";

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(Route, Get).RequireAuthorization(Policies.DeskOrDoctor);
        pages.MapPost(Route + "/{feed:guid}/revoke", Revoke).RequireAuthorization(Policies.DeskOrDoctor);
    }

    static async Task<IResult> Get(Guid id, Viewer viewer, CancellationToken ct)
    {
        var (frame, feeds, problem) = await viewer.With(id, () => viewer.Api.DoctorFeeds(id, ct), ct);
        return problem is not null ? Show.Wrong(problem) : Show.Page<FeedsPage, FeedsModel>(new(frame!, feeds!.Value.Items));
    }

    static async Task<IResult> Revoke(Guid id, Guid feed, Form form, Viewer viewer, CancellationToken ct) =>
        await viewer.Api.RevokeDoctorFeed(id, feed, form.Key, ct) is { Problem: { } problem } ? Show.Wrong(problem) : Frame.Done(id, "/feeds", "removed");
}
