using System.Threading.Channels;
using NodaTime;

namespace Booking.Service.Availability;

/// <summary>
/// One open stream: what is still to be written to it. It never makes the others wait: who does not read as fast as the calendar changes is
/// dropped, and connects again.
/// </summary>
/// <param name="span">The starts that it is told of, half-open.</param>
/// <param name="resumes">It was connected before: the truth as a whole comes first.</param>
public sealed class LiveWatcher(Interval span, bool resumes, UInt128 address) : IDisposable
{
    /// <summary>Recomputations that may wait for a slow reader.</summary>
    const int MostWaiting = 64;

    readonly Channel<byte[]> _pieces = Channel.CreateBounded<byte[]>(MostWaiting);
    readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly CancellationTokenSource _dropped = new();

    public Interval Span => span;
    public bool Resumes => resumes;
    public UInt128 Address => address;

    /// <summary>Ends when everything that changes from now on will be told.</summary>
    public Task Ready => _ready.Task;

    /// <summary>It was too slow.</summary>
    public CancellationToken Dropped => _dropped.Token;

    internal bool IsReady => _ready.Task.IsCompleted;

    internal void Begin() => _ready.TrySetResult();

    internal void Send(byte[] piece)
    {
        if (piece.Length == 0 || _pieces.Writer.TryWrite(piece))
        {
            return;
        }

        try
        {
            _ = _dropped.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It has left meanwhile.
        }
    }

    /// <returns>Null when there was nothing to write for so long.</returns>
    public async ValueTask<byte[]?> Next(TimeSpan atMost, CancellationToken ct)
    {
        if (_pieces.Reader.TryRead(out var piece))
        {
            return piece;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(atMost);
        try
        {
            return await _pieces.Reader.ReadAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return null;
        }
    }

    public void Dispose() => _dropped.Dispose();
}
