using System.Threading.Channels;
using Booking.Contracts;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Availability;

/// <summary>Somebody who watches a calendar, and what they are told in order.</summary>
sealed class Watch : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Less than the safety net of fifteen seconds, so that what comes by it alone counts as not told.</summary>
    static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    readonly CancellationTokenSource _stop = new();
    readonly Channel<SlotChange> _told = Channel.CreateUnbounded<SlotChange>();
    readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly Task _reading;

    Watch(BookingClient client, Guid doctor, AvailabilityQuery query, bool resume) => _reading = Read(client, doctor, query, resume);

    /// <summary>Ends when the stream does; fails when it was cut off.</summary>
    public Task End => _reading.WaitAsync(Patience);

    /// <summary>Returns when nothing is missed any more.</summary>
    public static async Task<Watch> Open(BookingClient client, Clinic clinic, int days = 9, bool resume = false, AppointmentType? type = null)
    {
        var first = clinic.Today;
        var watch = new Watch(client, clinic.Doctor, new(first, first.PlusDays(days), Type: type), resume);
        await (await Task.WhenAny(watch._open.Task, watch._reading).WaitAsync(Patience));
        return watch;
    }

    public async Task<SlotChange> Next()
    {
        using var patience = new CancellationTokenSource(Soon);
        return await _told.Reader.ReadAsync(patience.Token);
    }

    public async Task<List<SlotChange>> Next(int count)
    {
        List<SlotChange> told = [];
        while (told.Count < count)
            told.Add(await Next());
        return told;
    }

    public async Task Hears(Instant start, bool free) => Assert.Equal(new SlotChange(start, free), await Next());

    public void HasHeardNothingElse() => Assert.False(_told.Reader.TryPeek(out var told), $"Was told of {told}.");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading.ContinueWith(static _ => { }, TaskScheduler.Default);
        _stop.Dispose();
    }

    async Task Read(BookingClient client, Guid doctor, AvailabilityQuery query, bool resume)
    {
        await foreach (var change in client.WatchAvailability(doctor, query, resume, _stop.Token))
        {
            if (change is null)
                _open.TrySetResult();
            else
                _told.Writer.TryWrite(change);
        }
    }
}
