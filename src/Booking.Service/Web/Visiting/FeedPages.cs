using Booking.Contracts;

namespace Booking.Service.Web.Visiting;

/// <summary>Calendar feeds of a patient or a doctor.</summary>
/// <param name="Made">The one that was just made: its address is told this once.</param>
public sealed record FeedsModel(IReadOnlyList<FeedItem> Feeds, FeedAnswer? Made, Form Form);

static class FeedPages
{
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/visits/feeds", (Viewer viewer, CancellationToken ct) => List(viewer, Form.Of(), made: null, ct)).RequireAuthorization(Policies.SignedIn);
        pages.MapPost("/visits/feeds", Make).RequireAuthorization(Policies.SignedIn);
        // Whose session ended comes by GET, from the sign-in.
        pages.MapGet("/visits/feeds/{id:guid}/revoke", (Guid id) => Show.See("/visits/feeds")).RequireAuthorization(Policies.SignedIn);
        pages.MapPost("/visits/feeds/{id:guid}/revoke", Revoke).RequireAuthorization(Policies.SignedIn);
    }

    // The address is shown in the answer itself, since nothing can ask for it again; loading it anew sends the same key, and so makes no other.
    static async Task<IResult> Make(Form form, Viewer viewer, CancellationToken ct)
    {
        var made = await viewer.Api.MakeFeed(form.Key, ct);
        form.Refused(made);
        return await List(viewer, form, made.Body, ct);
    }

    static async Task<IResult> Revoke(Guid id, Form form, Viewer viewer, CancellationToken ct)
    {
        var gone = await viewer.Api.RevokeFeed(id, form.Key, ct);
        // What is gone already is as gone as it was asked to be.
        return gone.Problem is { Code: not "not-found" } refused ? Show.Wrong(refused) : Show.See("/visits/feeds");
    }

    static async Task<IResult> List(Viewer viewer, Form form, FeedAnswer? made, CancellationToken ct)
    {
        var feeds = await viewer.Api.Feeds(ct);
        return feeds.Body is { } list
            ? Show.Page<FeedsPage, FeedsModel>(new(list.Items, made, form), form.Problem?.Status ?? StatusCodes.Status200OK)
            : Show.Wrong(feeds.Problem);
    }
}
