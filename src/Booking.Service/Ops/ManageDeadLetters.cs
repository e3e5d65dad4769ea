using System.Globalization;
using Booking.Contracts;
using Booking.EventStore;
using Booking.EventStore.Outbox;
using Npgsql;

namespace Booking.Service.Ops;

/// <summary>What people do about messages that were given up: read why, deliver again, discard.</summary>
static class ManageDeadLetters
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/ops/dead-letters").RequireAuthorization(Policies.Ops).WithTags("Ops");
        group.MapGet("", Get).Answers<Page<DeadLetterItem>>(200, 400);
        group.MapPost("/{id}/replay", Replay).AnswersNothing(204, 400, 404);
        group.MapDelete("/{id}", Discard).AnswersNothing(204, 400, 404);
    }

    static async Task<IResult> Get(string? cursor, int? limit, HttpContext http, DeadLetters deadLetters, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var page = PageRequest.Of(errors, limit, cursor);
        var after = page.After(errors, Position.Parse, Position.Beginning);
        return errors.Any
            ? Problems.Invalid(http, errors.ToDictionary())
            : TypedResults.Ok(page.Page(
                [.. await deadLetters.List(after.Value, page.Limit + 1, ct)], Item, letter => [letter.Position.ToString(CultureInfo.InvariantCulture)]));
    }

    /// <summary>A repeat finds a message that waits or was sent, and has nothing to do.</summary>
    static async Task<IResult> Replay(Guid id, Caller caller, DeadLetters deadLetters, NpgsqlDataSource dataSource, ILogger<DeadLetters> log, CancellationToken ct)
    {
        if (await deadLetters.Replay(id, ct))
        {
            log.LogInformation("Dead letter {Message} is delivered again, asked for by {Actor}", id, caller.AccountId);
            return TypedResults.NoContent();
        }

        await using var exists = dataSource.CreateCommand("select 1 from outbox where id = $1").With(Pg.Uuid(id));
        return await exists.ExecuteScalarAsync(ct) is null ? Refusals.NotFound.Problem(caller.Http) : TypedResults.NoContent();
    }

    static async Task<IResult> Discard(Guid id, Caller caller, DeadLetters deadLetters, ILogger<DeadLetters> log, CancellationToken ct)
    {
        if (!await deadLetters.Discard(id, ct))
        {
            return Refusals.NotFound.Problem(caller.Http);
        }

        log.LogWarning("Dead letter {Message} was discarded by {Actor}", id, caller.AccountId);
        return TypedResults.NoContent();
    }

    public static DeadLetterItem Item(DeadLetter letter) => new(
        letter.Id, letter.Type, letter.OrderKey, letter.Parks, letter.CreatedAt, letter.DeadAt, letter.Attempts, letter.Error, letter.Body);
}
