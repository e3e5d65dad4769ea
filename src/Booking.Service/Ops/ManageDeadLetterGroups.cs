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
    static async Task<DeadLettersChanged> Replay(
        string fingerprint, Caller caller, DeadLetterGroups groups, OutboxSignal signal, OperatorChanges changes, CancellationToken ct)
    {
        var changed = await All(groups.Replay, fingerprint, "replay", caller, changes, ct);
        signal.Notify();
        return changed;
    }

    static Task<DeadLettersChanged> Discard(string fingerprint, Caller caller, DeadLetterGroups groups, OperatorChanges changes, CancellationToken ct) =>
        All(groups.Discard, fingerprint, "discard", caller, changes, ct);

    static async Task<DeadLettersChanged> All(
        Func<DeadLetterFilter, long, CancellationToken, Task<(long Changed, long? Next)>> step, string fingerprint, string what, Caller caller, OperatorChanges changes,
        CancellationToken ct)
    {
        const int Shown = 8;
        await changes.Note($"dead-letters.{what}", subject: null, $"group {(fingerprint.Length > Shown ? fingerprint[..Shown] : fingerprint)}", caller, ct);
        var done = 0L;
        for (long? after = 0; after is { } position;)
        {
            (var changed, after) = await step(new(Fingerprint: fingerprint), position, ct);
            done += changed;
        }

        return new(done);
    }

    static DeadLetterGroupItem Item(DeadLetterGroup group) => new(group.Fingerprint, group.Type, group.Error, group.Count, group.First, group.Last);
}
