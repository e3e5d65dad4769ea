using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Patients;
using Npgsql;

namespace Booking.Service.Reviews;

/// <summary>Ops read comments before everybody can, and take away what must not stand. Either may be undone by the other; a repeat changes nothing.</summary>
public static class JudgeReviews
{
    const string ByStatus = "where ($1::text is null or r.status = $1) and (r.written_at, r.id) > ($2, $3) order by r.written_at, r.id limit $4";

    public static Decision<ReviewEvent> Approve(ReviewState review) => review.Status == ReviewStatus.Approved ? [] : [new ReviewApproved()];

    public static Decision<ReviewEvent> Reject(ReviewState review) => review.Status == ReviewStatus.Rejected ? [] : [new ReviewRejected()];

    public static void Map(IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/ops/reviews").RequireAuthorization(Policies.Ops).WithTags("Ops");
        group.MapGet("", Get).Answers<Page<ReviewAnswer>>(200, 400);
        group.MapPost("/{id}/approve", (Guid id, Caller caller, Commands commands, PatientKeys keys, NpgsqlDataSource dataSource, CancellationToken ct) =>
            Judge(id, Approve, caller, commands, keys, dataSource, ct)).Answers<ReviewAnswer>(200, 404, 412, 422);
        group.MapPost("/{id}/reject", (Guid id, Caller caller, Commands commands, PatientKeys keys, NpgsqlDataSource dataSource, CancellationToken ct) =>
            Judge(id, Reject, caller, commands, keys, dataSource, ct)).Answers<ReviewAnswer>(200, 404, 412, 422);
    }

    static async Task<IResult> Get(string? status, string? cursor, int? limit, HttpContext http, NpgsqlDataSource dataSource, PatientKeys keys, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var wanted = status is null ? (ReviewStatus?)null : QueryFields.Enum(errors, "status", status, ReviewStatus.Pending);
        var page = PageRequest.Of(errors, limit, cursor);
        var after = page.After(errors, ReviewPlace.Parse, ReviewPlace.Beginning);
        if (errors.Any)
        {
            return Problems.Invalid(http, errors.ToDictionary());
        }

        var command = ReviewRow.Command(
            dataSource, ByStatus, Pg.TextOrNull(wanted is { } w ? Wire.Name(w) : null), Pg.At(after.WrittenAt), Pg.Uuid(after.Id), Pg.Int(page.Limit + 1));
        return TypedResults.Ok(page.Page(await ReviewRow.Read(command, keys, ct), review => review.Answer, ReviewPlace.Of));
    }

    static async Task<IResult> Judge(
        Guid id, Func<ReviewState, Decision<ReviewEvent>> decide, Caller caller, Commands commands, PatientKeys keys, NpgsqlDataSource dataSource, CancellationToken ct)
    {
        if (await dataSource.FindReview(new(id), keys, ct) is not { } found)
        {
            return Refusals.NotFound.Problem(caller.Http);
        }

        return await commands.Run(caller, (unit, _) =>
        {
            var review = unit.Load(Review.Category, new(id));
            return () => (caller.Expects(review.Version) ?? unit.Append(review, decide(review.State))) is { } refusal
                ? refusal
                : Answer.Ok(found.Answer with { Status = review.State.Status, Comment = null }, review.Version);
        }, ct);
    }
}
