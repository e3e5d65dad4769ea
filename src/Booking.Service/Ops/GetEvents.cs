using System.Globalization;
using System.Text.Json;
using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Appointments;
using Npgsql;

namespace Booking.Service.Ops;

/// <summary>Reads events as they are stored, of one stream or of all; what is personal in them stays encrypted, and where two people meet is left out.</summary>
static class GetEvents
{
    static readonly Refusal NotSettled = new("log-not-settled", "Somebody writes for long. Ask again in a moment.", StatusCodes.Status503ServiceUnavailable);

    /// <summary>Three times as long as the service's own sessions may stay idle in a transaction.</summary>
    static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/ops/streams/{id}", OfStream).RequireAuthorization(Policies.Ops).WithTags("Ops").Answers<StreamAnswer>(200, 400, 404);
        app.MapGet("/ops/events", OfAll).RequireAuthorization(Policies.Ops).WithTags("Ops").Answers<Page<EventItem>>(200, 400, 503);
    }

    /// <summary>Who looks is noted: what is personal stays sealed, and times, places and money are told.</summary>
    static async Task<IResult> OfStream(Guid id, string? cursor, int? limit, Caller caller, NpgsqlDataSource dataSource, OperatorChanges audit, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var page = PageRequest.Of(errors, limit, cursor);
        var after = page.After(errors, Position.Parse, Position.Beginning);
        if (errors.Any)
        {
            return Problems.Invalid(caller.Http, errors.ToDictionary());
        }

        if (await Stream(dataSource, id, ct) is not var (type, version))
        {
            return Refusals.NotFound.Problem(caller.Http);
        }

        await audit.Note("streams.read", id, type, caller, ct);
        var events = page.Page(await dataSource.ReadStreamAfter(new(id), after.Value, page.Limit + 1, ct), Item, e => Place(e.Metadata.Version));
        return TypedResults.Ok(new StreamAnswer(id, type, version, events.Items, events.Next));
    }

    static async Task<(string Type, long Version)?> Stream(NpgsqlDataSource dataSource, Guid id, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand("select coalesce(type, ''), version from mt_streams where id = $1").With(Pg.Uuid(id));
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? (row.GetString(0), row.GetInt64(1)) : null;
    }

    /// <summary>Goes as far as the log is settled, so that whoever follows it by <c>after</c> misses nothing that commits late.</summary>
    /// <param name="after">A sequence; a cursor, which says the same, goes before it.</param>
    static async Task<IResult> OfAll(long? after, string? cursor, int? limit, Caller caller, NpgsqlDataSource dataSource, OperatorChanges audit, CancellationToken ct)
    {
        var http = caller.Http;
        var errors = new FieldErrors();
        errors.Require(after is null or >= 0, "after", "must be a sequence, 0 or more");
        var page = PageRequest.Of(errors, limit, cursor);
        var place = page.After(errors, Position.Parse, new Position(after ?? 0));
        if (errors.Any)
        {
            return Problems.Invalid(http, errors.ToDictionary());
        }

        if (await Settled(dataSource, ct) is not { } settled)
        {
            http.Response.Headers.RetryAfter = "5";
            return NotSettled.Problem(http);
        }

        await using var connection = await dataSource.OpenConnectionAsync(ct);
        var events = await connection.ReadLog(place.Value, settled, page.Limit + 1, ct);
        // Whoever follows the log and finds nothing new has looked at nothing.
        if (events.Count > 0)
            await audit.Note(connection, "events.read", subject: null, $"after {place.Value}", caller, ct);
        return TypedResults.Ok(page.Page(events, Item, e => Place(e.Position)));
    }

    /// <returns>Null when somebody writes for longer than anybody waits.</returns>
    static async Task<long?> Settled(NpgsqlDataSource dataSource, CancellationToken ct)
    {
        try
        {
            return await SettledPosition.Read(dataSource, LongestWait, ct);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    static string[] Place(long number) => [number.ToString(CultureInfo.InvariantCulture)];

    /// <summary>As everybody who may read events is told of one.</summary>
    public static EventItem Item(RecordedEvent recorded)
    {
        var metadata = recorded.Metadata;
        return new(
            recorded.Position, metadata.Id, metadata.Stream.Value, metadata.Version, recorded.Type, metadata.At, metadata.CorrelationId,
            metadata.CausationId, metadata.Actor.Id, metadata.Actor.Role, HiddenLink.Tell(recorded));
    }
}
