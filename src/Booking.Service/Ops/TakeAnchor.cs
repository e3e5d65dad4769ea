using Booking.Contracts;
using Booking.EventStore;
using NodaTime;
using Npgsql;

namespace Booking.Service.Ops;

/// <summary>Says in a line what the log is, or whether it still is what an earlier line says. It reads all of the log, so one at a time.</summary>
static class TakeAnchor
{
    public static readonly Refusal Running = new("anchor-running", "Somebody takes an anchor now. Ask again in a moment.");

    const long LockKey = 0x626F6F6B_00000476;

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapPost("/ops/anchor", Post).RequireAuthorization(Policies.Ops).WithTags("Ops").Answers<AnchorAnswer>(200, 400, 409);

    static async Task<IResult> Post(AnchorRequest request, Caller caller, NpgsqlDataSource dataSource, IClock clock, OperatorChanges audit, CancellationToken ct)
    {
        var kept = request.Kept is { } line ? LogAnchor.Parse(line.Trim()) : null;
        if (request.Kept is not null && kept is null)
            return Problems.Invalid(caller.Http, "kept", "Must be the line of an anchor.");
        await using var turn = await Sole.Try(dataSource, LockKey, ct);
        if (turn is null)
            return Running.Problem(caller.Http);
        var anchor = await LogAnchor.Take(dataSource, clock.GetCurrentInstant(), kept?.Position, ct);
        bool? same = kept is null ? null : (kept.Events, kept.Digest) == (anchor.Events, anchor.Digest);
        await audit.Note("log.anchor", subject: null, same switch { null => $"{anchor}", true => $"same as {kept}", false => $"DIFFERS from {kept}: {anchor}" }, caller, ct);
        return TypedResults.Ok(new AnchorAnswer($"{anchor}", anchor.At, anchor.Events, anchor.Position, anchor.Digest, same));
    }
}
