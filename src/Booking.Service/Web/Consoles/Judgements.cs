using Booking.Contracts;

namespace Booking.Service.Web.Consoles;

/// <param name="Status">Null: of any.</param>
public sealed record ReviewsModel(IReadOnlyList<ReviewAnswer> Reviews, ReviewStatus? Status, string? Next, string? Told);

/// <param name="Results">Null before they were checked.</param>
public sealed record VerifyModel(IReadOnlyList<InvariantResult>? Results);

/// <summary>Reviews that ops read, invariants that they have checked, and time zone rules that they apply.</summary>
static class Judgements
{
    const int Rows = 50;

    public static void Map(IEndpointRouteBuilder console)
    {
        console.MapGet("/reviews", Reviews);
        console.MapPost("/reviews/{id:guid}/approve", async (Guid id, Form form, Viewer viewer, CancellationToken ct) =>
            Judged("approved", await viewer.Api.ApproveReview(id, form.Key, ct: ct)));
        console.MapPost("/reviews/{id:guid}/reject", async (Guid id, Form form, Viewer viewer, CancellationToken ct) =>
            Judged("rejected", await viewer.Api.RejectReview(id, form.Key, ct: ct)));
        console.MapGet("/verify", () => Show.Page<VerifyPage, VerifyModel>(new(null)));
        console.MapPost("/verify", Verify);
        console.MapPost("/time-zones/apply", Apply);
    }

    static async Task<IResult> Reviews(string? status, string? told, string? cursor, Viewer viewer, CancellationToken ct)
    {
        ReviewStatus? chosen = status == "all" ? null : Wire.TryParse(status, out ReviewStatus known) ? known : ReviewStatus.Pending;
        var answer = await viewer.Api.Reviews(chosen, new(Rows, cursor), ct);
        return answer.Body is { } page
            ? Show.Page<ReviewsPage, ReviewsModel>(new(
                page.Items, chosen, page.Next is { } next ? $"/console/reviews?status={status ?? "pending"}&cursor={Uri.EscapeDataString(next)}" : null,
                told switch { "approved" => viewer["console.review_approved"], "rejected" => viewer["console.review_rejected"], _ => null }))
            : Show.Wrong(answer.Problem);
    }

    static IResult Judged(string how, Answer<ReviewAnswer> answer) => answer.Problem is { } problem ? Show.Wrong(problem) : Show.See($"/console/reviews?told={how}");

    /// <summary>It changes nothing, so the results are the answer itself.</summary>
    static async Task<IResult> Verify(Viewer viewer, CancellationToken ct)
    {
        var answer = await viewer.Api.Verify(ct);
        return answer.Body is { } results ? Show.Page<VerifyPage, VerifyModel>(new(results.Invariants)) : Show.Wrong(answer.Problem);
    }

    static async Task<IResult> Apply(Viewer viewer, CancellationToken ct)
    {
        var answer = await viewer.Api.ApplyTimeZones(new(), ct);
        return answer.Problem is { } problem ? Show.Wrong(problem) : Show.See("/console/time-zones");
    }
}
