using System.Security.Cryptography;
using Booking.Service.Metrics;
using NodaTime;

namespace Booking.Service.Webhooks;

/// <summary>
/// Sends what is due, apart from the outbox, so that no receiver ever holds up the service's own work. Any number of processes may do so on one
/// database. At least once and in no order: a receiver knows a repeat by its <c>webhook-id</c>.
/// </summary>
sealed class WebhookSender(
    WebhookQueue queue, WebhookBody bodies, WebhookLine line, MasterKeys masterKeys, IClock clock, TimeProvider realTime, ILogger<WebhookSender> log)
    : BackgroundService
{
    /// <summary>At once in this process. Most of them wait; one of them is a socket and a few kilobytes.</summary>
    const int Together = 64;

    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    readonly SemaphoreSlim free = new(Together);

    /// <summary>The <c>webhook-id</c> of an event.</summary>
    public static string IdOf(Guid @event) => $"evt_{@event:N}";

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Periodically.Run(Pause, "Sending webhooks", log, Round, stoppingToken);

    /// <summary>Takes what is due and there is room for, and does not wait for it.</summary>
    async Task Round(CancellationToken stopping)
    {
        while (free.CurrentCount is > 0 and var room)
        {
            var taken = await queue.TakeDue(clock.GetCurrentInstant(), room, stopping);
            foreach (var delivery in taken)
            {
                await free.WaitAsync(CancellationToken.None);
                _ = Task.Run(() => Deliver(delivery, stopping), CancellationToken.None);
            }

            if (taken.Count == 0)
            {
                return;
            }
        }
    }

    async Task Deliver(TakenDelivery delivery, CancellationToken stopping)
    {
        try
        {
            await Attempt(delivery, stopping);
        }
        catch (Exception) when (stopping.IsCancellationRequested)
        {
            await Try(delivery, () => queue.GiveBack(delivery));
        }
        catch (Exception e)
        {
            // A fault of ours; it counts as one of the receiver's, or it would be met again for ever.
            log.LogError(e, "Delivery {Delivery} to webhook {Webhook} could not be attempted", delivery.Id, delivery.Webhook);
            await Try(delivery, () => Fail(delivery, new(StatusCode: null, "internal", TimeSpan.Zero)));
        }
        finally
        {
            free.Release();
        }
    }

    async Task Attempt(TakenDelivery delivery, CancellationToken stopping)
    {
        var body = await bodies.Of(delivery.Type, delivery.Stream, delivery.Version, stopping);
        var (id, secrets) = (IdOf(delivery.Event), WebhookSecrets.Open(masterKeys, delivery.Webhook, delivery.Envelope));
        // The receiver compares with its own clock, so this is real time, wherever the service's stands in Development.
        var timestamp = realTime.GetUtcNow().ToUnixTimeSeconds();
        var signature = WebhookSignature.Header(secrets.At(clock.GetCurrentInstant()), id, timestamp, body);
        var outcome = await line.Send(new(delivery.Url), id, timestamp, signature, body, stopping);
        BookingMeter.Deliveries.Add(1, BookingMeter.Tag("outcome", outcome.IsTaken ? "taken" : outcome.StatusCode is null ? "unreachable" : "refused"));
        await (outcome.IsTaken ? queue.Note(delivery, outcome, clock.GetCurrentInstant(), CancellationToken.None) : Fail(delivery, outcome));
    }

    async Task Fail(TakenDelivery delivery, WebhookOutcome outcome)
    {
        var now = clock.GetCurrentInstant();
        var next = WebhookRetries.After(delivery.Retry, RandomNumberGenerator.GetInt32(1_000_000) / 1e6) is { } wait ? now + wait : (Instant?)null;
        if (await queue.NoteFailure(delivery, outcome, now, next, CancellationToken.None) is { } why)
        {
            log.LogWarning("Webhook {Webhook} is disabled: {Why}", delivery.Webhook, why);
        }
        else if (next is null)
        {
            log.LogWarning("Delivery {Delivery} to webhook {Webhook} is given up after all its retries: {Error}", delivery.Id, delivery.Webhook, outcome.Error);
        }
    }

    async Task Try(TakenDelivery delivery, Func<Task> note)
    {
        try
        {
            await note();
        }
        catch (Exception e)
        {
            log.LogWarning(e, "What came of delivery {Delivery} was not recorded; it follows when its lease has run out", delivery.Id);
        }
    }
}
