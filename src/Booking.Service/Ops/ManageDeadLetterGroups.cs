using Booking.Contracts;
using Booking.EventStore.Outbox;

namespace Booking.Service.Ops;

/// <summary>What people do about all messages that died of one thing: look at them, deliver them again, discard them.</summary>
static class ManageDeadLetterGroups
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var groups = app.MapGroup("/ops/dead-letters/groups").RequireAuthorization(Policies.Ops).WithTags("Ops");
        groups.MapGet("", List).Answers<ItemList<DeadLetterGroupItem>>(200);
        groups.MapGet("/{fingerprint}", Get).Answers<DeadLetterGroupAnswer>(200, 404);
        groups.MapPost("/{fingerprint}/replay", Replay).Answers<DeadLettersChanged>(200, 400);
        groups.MapDelete("/{fingerprint}", Discard).Answers<DeadLettersChanged>(200, 400);
    }

    static async Task<ItemList<DeadLetterGroupItem>> List(DeadLetterGroups groups, CancellationToken ct) =>
        new([.. (await groups.List(new(), ct)).Select(Item)]);

    static async Task<IResult> Get(string fingerprint, HttpContext http, DeadLetterGroups groups, CancellationToken ct)
    {
        var which = new DeadLetterFilter(Fingerprint: fingerprint);
        return await groups.List(which, ct) is [var group, ..]
            ? TypedResults.Ok(new DeadLetterGroupAnswer(Item(group), [.. (await groups.Examples(which, ct)).Select(ManageDeadLetters.Item)]))
            : Refusals.NotFound.Problem(http);
    }

    /// <summary>A repeat finds a group that is empty, or what has died again meanwhile.</summary>
    static async Task<IResult> Replay(
        string fingerprint, string? upTo, Caller caller, DeadLetterGroups groups, OutboxSignal signal, OperatorChanges changes, CancellationToken ct)
    {
        var answer = await All(groups.Replay, fingerprint, upTo, "replay", caller, changes, ct);
        signal.Notify();
        return answer;
    }

    static Task<IResult> Discard(string fingerprint, string? upTo, Caller caller, DeadLetterGroups groups, OperatorChanges changes, CancellationToken ct) =>
        All(groups.Discard, fingerprint, upTo, "discard", caller, changes, ct);

    static async Task<IResult> All(
        Func<DeadLetterFilter, long, CancellationToken, Task<(long Changed, long? Next)>> step, string fingerprint, string? upTo, string what, Caller caller,
        OperatorChanges changes, CancellationToken ct)
    {
        const int Shown = 8;
        var seen = upTo is null ? null : QueryFields.Instant(upTo);
        if (upTo is not null && seen is null)
            return Problems.Invalid(caller.Http, "upTo", "Must be an instant such as 2026-11-23T05:00:00Z.");
        await changes.Note($"dead-letters.{what}", subject: null, $"group {(fingerprint.Length > Shown ? fingerprint[..Shown] : fingerprint)}", caller, ct);
        var done = 0L;
        for (long? after = 0; after is { } position;)
        {
            (var changed, after) = await step(new(Fingerprint: fingerprint, UpTo: seen), position, ct);
            done += changed;
        }

        return TypedResults.Ok(new DeadLettersChanged(done));
    }

    static DeadLetterGroupItem Item(DeadLetterGroup group) => new(group.Fingerprint, group.Type, group.Error, group.Count, group.First, group.Last);
}
