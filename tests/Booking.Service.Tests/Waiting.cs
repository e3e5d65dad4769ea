namespace Booking.Service.Tests;

/// <summary>Waits for what another thread or process brings about.</summary>
static class Waiting
{
    static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20), Patience = TimeSpan.FromMinutes(2);

    /// <exception cref="TimeoutException">It did not come about in two minutes.</exception>
    public static async Task Until(Func<Task<bool>> holds, string what)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(Look);
        while (!await holds())
        {
            try
            {
                await timer.WaitForNextTickAsync(patience.Token);
            }
            catch (OperationCanceledException late)
            {
                throw new TimeoutException($"In vain waited for {what}.", late);
            }
        }
    }
}
