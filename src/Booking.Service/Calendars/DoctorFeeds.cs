using Booking.Contracts;
using Booking.EventStore;
using Npgsql;

namespace Booking.Service.Calendars;

/// <summary>
/// The feeds in which somebody reads a doctor's visits, whoever made them. The desk revokes what a doctor has lost, or left behind with a
/// former account.
/// </summary>
public static class DoctorFeeds
{
    const string List = "select id, created_at from feeds where doctor_id = $1 order by created_at, id limit 100";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/doctors/{id}/feeds", Get).RequireAuthorization(Policies.DeskOrDoctor).Answers<ItemList<FeedItem>>(200, 403);
        app.MapDelete("/api/doctors/{id}/feeds/{feedId}", Delete).RequireAuthorization(Policies.DeskOrDoctor).AnswersNothing(204, 403, 404, 422);
    }

    static async Task<IResult> Get(Guid id, Caller caller, NpgsqlDataSource dataSource, CancellationToken ct)
    {
        if (!caller.ActsFor(new(id)))
        {
            return Refusals.Forbidden.Problem(caller.Http);
        }

        await using var command = dataSource.CreateCommand(List).With(Pg.Uuid(id));
        await using var row = await command.ExecuteReaderAsync(ct);
        List<FeedItem> feeds = [];
        while (await row.ReadAsync(ct))
        {
            feeds.Add(new(row.GetGuid(0), row.GetInstant(1)));
        }

        return TypedResults.Ok(new ItemList<FeedItem>(feeds));
    }

    static async Task<IResult> Delete(Guid id, Guid feedId, Caller caller, Commands commands, CancellationToken ct) =>
        caller.ActsFor(new(id))
            ? await commands.Run(caller, (unit, _) => ManageFeeds.Revoke(unit, "doctor_id", feedId, id), ct)
            : Refusals.Forbidden.Problem(caller.Http);
}
