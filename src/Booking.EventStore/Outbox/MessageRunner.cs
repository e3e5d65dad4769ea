using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Booking.EventStore.Outbox;

/// <summary>Handles one message and records the outcome under its lease. Never throws.</summary>
sealed class MessageRunner(
    MessageTypes types, OutboxHandlers handlers, OutboxLeases leases, Outcomes outcomes, IServiceScopeFactory scopes, IClock clock, OutboxOptions options, ILogger logger)
{
    /// <summary>Of a process that stops, or can wait no longer.</summary>
    static readonly CancellationToken Now = new(canceled: true);

    /// <summary>An attempt that does not count is followed by another as if it were the fourth: in up to 8 s.</summary>
    const int AttemptOfAnOutage = 4;

    /// <param name="abandon">Cancelled when the process can wait no longer: the message is given back.</param>
    public async Task Run(LeasedMessage message, CancellationToken abandon)
    {
        using var told = new AttemptTold(message);
        var handler = handlers.For(types.TypeOf(message.Type));
        if (message.Attempt > handler.MaxAttempts)
        {
            await outcomes.Record(message, () => leases.GiveUp(message, $"None of {handler.MaxAttempts} attempts came to an end."), abandon);
            return;
        }

        try
        {
            await Handle(handler, message, abandon);
            told.Succeeded();
            await outcomes.Record(message, () => leases.Sent(message), abandon);
        }
        catch (Exception) when (abandon.IsCancellationRequested)
        {
            await GiveBack(message);
        }
        catch (Exception e)
        {
            told.Failed(e.GetType().Name);
            await Fail(handler, message, e, abandon);
        }
    }

    /// <summary>As if it had never been taken.</summary>
    public Task GiveBack(LeasedMessage message) => outcomes.Record(message, () => leases.GiveBack(message), Now);

    async Task Handle(OutboxHandlers.Handler handler, LeasedMessage message, CancellationToken abandon)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(abandon);
        using var end = new CancellationTokenSource();
        await using var grace = limit.Token.Register(() => end.CancelAfter(OutboxOptions.Grace));
        limit.CancelAfter(options.HandlerTimeout);
        await using var scope = scopes.CreateAsyncScope();
        var body = types.Read(message.Type, message.Body);
        var context = new MessageContext(
            message.Id, message.Attempt, message.CorrelationId, message.CausationId, message.Actor, message.OrderKey, clock.GetCurrentInstant());
        try
        {
            // A handler that does not heed its token must not keep its place for ever; it is left behind.
            await handler.Run(scope.ServiceProvider, body, context, limit.Token).WaitAsync(end.Token);
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested && !abandon.IsCancellationRequested)
        {
            throw new TimeoutException($"The handler did not end within {options.HandlerTimeout.TotalSeconds} s.", e);
        }
    }

    async Task Fail(OutboxHandlers.Handler handler, LeasedMessage message, Exception reason, CancellationToken abandon)
    {
        var error = ErrorText.Of(reason);
        if (Outage.IsOfTheDatabase(reason))
        {
            // No message is to blame for a database that serves nobody, however long that takes.
            logger.LogWarning("{Type} {Message} waits for the database: {Error}", message.Type, message.Id, error);
            var later = options.Backoff(AttemptOfAnOutage, RandomNumberGenerator.GetInt32(1_000_000) / 1e6);
            await outcomes.Record(message, () => leases.TryLater(message, later, error, counted: false), abandon);
            return;
        }

        if (message.Attempt < handler.MaxAttempts)
        {
            var wait = options.Backoff(message.Attempt, RandomNumberGenerator.GetInt32(1_000_000) / 1e6);
            logger.LogWarning("{Type} {Message} failed at attempt {Attempt}: {Error}", message.Type, message.Id, message.Attempt, error);
            await outcomes.Record(message, () => leases.TryLater(message, wait, error), abandon);
            return;
        }

        logger.LogError("{Type} {Message} is a dead letter after {Attempt} attempts: {Error}", message.Type, message.Id, message.Attempt, error);
        await outcomes.Record(message, () => leases.GiveUp(message, error), abandon);
    }
}
