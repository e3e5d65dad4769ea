using System.Diagnostics;
using Booking.EventStore;
using NodaTime;

namespace Booking.Service.Hosting;

/// <summary>Runs a caller's command: takes the time, tells the store who asks, and answers what was decided.</summary>
public sealed class Commands(StreamStore store, IClock clock)
{
    /// <param name="plan">Given the unit and the instant of the decision; see <see cref="StreamStore.Transact{T}"/>.</param>
    public async Task<Reply> Run(Caller caller, Func<Unit, Instant, Func<Result<Answer>>> plan, CancellationToken ct)
    {
        var context = Context(caller);
        var outcome = await store.Transact(context, unit => plan(unit, context.Now), static answer => answer.Stored, ct);
        return new(outcome.Repeat ?? outcome.Value?.Stored, outcome.Refusal);
    }

    public CommandContext Context(Caller caller)
    {
        var account = caller.AccountId?.ToString() ?? "anonymous";
        return new(clock.GetCurrentInstant(), caller.TraceId, Activity.Current?.SpanId.ToHexString(), new(account, caller.Role))
        {
            Idempotency = caller.Idempotency is { } request ? new(account, request.Key, request.Fingerprint) : null,
        };
    }
}
