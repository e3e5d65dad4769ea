using System.Collections.Concurrent;
using System.Diagnostics;
using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Appointments;

namespace Booking.Service.Payments;

/// <summary>Lets a request wait a moment for the page that is being opened for it.</summary>
public sealed class CheckoutUrls
{
    /// <summary>A provider that is slower than this is asked for by polling.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>How often to look, when another node may be opening it.</summary>
    static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    readonly ConcurrentDictionary<PaymentId, TaskCompletionSource> _waiting = new();

    /// <summary>Called after each commit that changed a payment.</summary>
    public void Tell(PaymentState payment)
    {
        if (IsReady(payment) && _waiting.TryRemove(payment.Payment.Payment, out var waiter))
        {
            waiter.TrySetResult();
        }
    }

    /// <summary>Ends when the last page of the payment is open or given up, or after three seconds.</summary>
    public async Task Wait(StreamStore store, PaymentId payment, CancellationToken ct)
    {
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < Patience;)
        {
            // Before the look, so that what comes between is not missed.
            var waiter = _waiting.GetOrAdd(payment, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
            if (await store.StateAsOf(Payment.Category, payment.Stream(), ct: ct) is { } found && IsReady(found.State))
            {
                break;
            }

            await Task.WhenAny(waiter.Task, Task.Delay(Look, ct));
        }

        _waiting.TryRemove(payment, out _);
    }

    /// <summary>Adds the page's address, as soon as it is known, to what was answered to the request for a visit.</summary>
    public async Task<Reply> AddTo(Reply reply, StreamStore store, CancellationToken ct)
    {
        if (reply.Answer?.Read<AppointmentAnswer>() is not { Payment: { CheckoutUrl: null } payment } answered)
        {
            return reply;
        }

        await Wait(store, new(payment.Id), ct);
        return await store.StateAsOf(Appointment.Category, new(answered.Id), ct: ct) is { State: { IsPending: true, CheckoutUrl: { } url }, Version: var version }
            ? reply with { Answer = reply.Answer.With(answered with { Payment = payment with { CheckoutUrl = url } }, version) }
            : reply;
    }

    static bool IsReady(PaymentState payment) => payment.Checkouts is not [.., { State: CheckoutState.Requested }];
}
