using System.Threading.Channels;

namespace Booking.EventStore.Outbox;

/// <summary>A bell for one listener: rings that come before it listens are kept as one, so none is lost and none piles up.</summary>
public sealed class Wake
{
    readonly Channel<bool> _rings = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Wakes the listener, or whoever listens next.</summary>
    public void Ring() => _rings.Writer.TryWrite(true);

    /// <summary>Returns at the next ring, or after <paramref name="atMost"/> of real time.</summary>
    public async Task Wait(TimeSpan atMost, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(atMost);
        try
        {
            await _rings.Reader.ReadAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // The time is up, which is as good a reason to look as a ring.
        }
    }
}
