using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Payments;
using Npgsql;

namespace Booking.Service.Calendars;

/// <summary>
/// Makes, lists and revokes a patient's or a doctor's feeds. A feed is a key, no fact about a visit: it is a row and no event, and what is revoked
/// is gone.
/// </summary>
public static class ManageFeeds
{
    public static readonly Refusal TooMany = new("too-many-feeds", "An account has 10 feeds at most; revoke one first.");

    const string Insert = """
        insert into feeds (id, token_hash, account_id, patient_id, doctor_id, created_at, number)
        select $1, $2, $3, $4, $5, $6, coalesce(min(n), 11)
          from generate_series(1, 10) n where not exists (select from feeds where account_id = $3 and number = n)
        """;

    const string List = "select id, created_at from feeds where account_id = $1 order by number";

    public static void Model(StoreModel model) => model.Refuse("feeds_are_ten_at_most", TooMany).Conflict("feeds_number");

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/api/feeds", Post).RequireAuthorization(Policies.SignedIn).Answers<FeedAnswer>(201, 403, 409, 422);
        app.MapGet("/api/feeds", Get).RequireAuthorization(Policies.SignedIn).Answers<ItemList<FeedItem>>(200, 403);
        app.MapDelete("/api/feeds/{id}", Delete).RequireAuthorization(Policies.SignedIn).AnswersNothing(204, 403, 404, 422);
    }

    static async Task<IResult> Post(Caller caller, Commands commands, CheckoutPages addresses, CancellationToken ct)
    {
        if (!HasVisits(caller))
        {
            return Refusals.Forbidden.Problem(caller.Http);
        }

        var (id, token) = (Guid.CreateVersion7(), FeedToken.New());
        return await commands.Run(caller, (unit, now) => () =>
        {
            unit.Guard(batch => batch.Add(
                Insert, Pg.Uuid(id), Pg.Bytes(FeedToken.Hash(token)), Pg.Uuid(caller.AccountId!.Value.Value),
                Pg.UuidOrNull(caller.DoctorId is null ? caller.PatientId?.Value : null), Pg.UuidOrNull(caller.DoctorId?.Value), Pg.At(now)));
            return Answer.Created("/api/feeds", new FeedAnswer(id, new Uri(addresses.PublicAddress(), $"/feeds/{token}.ics").AbsoluteUri), version: 1);
        }, ct);
    }

    static async Task<IResult> Get(Caller caller, NpgsqlDataSource dataSource, CancellationToken ct)
    {
        if (!HasVisits(caller))
        {
            return Refusals.Forbidden.Problem(caller.Http);
        }

        await using var command = dataSource.CreateCommand(List).With(Pg.Uuid(caller.AccountId!.Value.Value));
        await using var row = await command.ExecuteReaderAsync(ct);
        List<FeedItem> feeds = [];
        while (await row.ReadAsync(ct))
        {
            feeds.Add(new(row.GetGuid(0), row.GetInstant(1)));
        }

        return TypedResults.Ok(new ItemList<FeedItem>(feeds));
    }

    static async Task<IResult> Delete(Guid id, Caller caller, Commands commands, CancellationToken ct) =>
        HasVisits(caller)
            ? await commands.Run(caller, (unit, _) => Revoke(unit, "account_id", id, caller.AccountId!.Value.Value), ct)
            : Refusals.Forbidden.Problem(caller.Http);

    /// <param name="column">What must name the owner: <c>account_id</c> or <c>doctor_id</c>.</param>
    internal static Func<Result<Answer>> Revoke(Unit unit, string column, Guid feed, Guid owner)
    {
        var own = unit.Load(
            batch => batch.Add($"select 1 from feeds where id = $1 and {column} = $2", Pg.Uuid(feed), Pg.Uuid(owner)),
            async (row, token) => await row.ReadAsync(token));
        return () =>
        {
            if (!own.Value)
            {
                return Refusals.NotFound;
            }

            unit.Guard(batch => batch.Add($"delete from feeds where id = $1 and {column} = $2", Pg.Uuid(feed), Pg.Uuid(owner)));
            return Answer.NoContent();
        };
    }

    static bool HasVisits(Caller caller) => caller.DoctorId is not null || caller.PatientId is not null;
}
