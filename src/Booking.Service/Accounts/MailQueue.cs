using System.Threading.Channels;
using Booking.Service.Metrics;

namespace Booking.Service.Accounts;

/// <summary>
/// Mail to account owners on its way out, apart from the request that asked for it: how long a mail server takes must not tell a stranger whether
/// there was anything to send. In memory, because such a mail holds a code that is nobody else's to read; whoever gets none asks again.
/// A node that stops sends what waits for ten seconds, and names and counts what it could not send.
/// </summary>
sealed class MailQueue(Mailer mailer, IHostEnvironment environment, ILogger<MailQueue> log) : BackgroundService
{
    const int Most = 1_000;

    static readonly TimeSpan StopBudget = TimeSpan.FromSeconds(10);

    readonly CancellationTokenSource abandon = new();
    readonly Channel<(Guid Account, Mail Mail)> waiting = Channel.CreateBounded<(Guid, Mail)>(Most);

    /// <summary>Sends at once in Development, where whoever asked looks for it at once; elsewhere soon. A failure is logged and not told.</summary>
    public async Task Send(Guid account, Mail mail)
    {
        if (environment.IsDevelopment())
            await Try(account, mail);
        else if (!waiting.Writer.TryWrite((account, mail)))
            Lost(account, mail);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (account, mail) in waiting.Reader.ReadAllAsync(CancellationToken.None))
            if (abandon.IsCancellationRequested)
                Lost(account, mail);
            else
                await Try(account, mail);
    }

    /// <param name="cancellationToken">Cancelled when the host waits no longer.</param>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        if (!waiting.Writer.TryComplete())
            return; // A host may be stopped twice, the second time when all was disposed of.
        try
        {
            abandon.CancelAfter(StopBudget);
        }
        catch (ObjectDisposedException)
        {
            return; // Or both at once.
        }

        await using var end = cancellationToken.Register(abandon.Cancel);
        await base.StopAsync(CancellationToken.None);
    }

    public override void Dispose()
    {
        // Whoever stops it after this finds it stopped.
        waiting.Writer.TryComplete();
        base.Dispose();
        abandon.Dispose();
    }

    async Task Try(Guid account, Mail mail)
    {
        try
        {
            // A mail server that does not heed the token is left behind.
            await mailer.Send(mail, abandon.Token).WaitAsync(abandon.Token);
        }
        catch (Exception) when (abandon.IsCancellationRequested)
        {
            Lost(account, mail);
        }
        // Whatever it is: a setting that is no address, or a certificate that does not hold, must not end the queue, and with it the node.
        catch (Exception failure)
        {
            log.LogError("Mail to account {Account} was not sent: {Reason}", account, failure.GetType().Name);
        }
    }

    void Lost(Guid account, Mail mail)
    {
        BookingMeter.Notices.Add(1, BookingMeter.Tag("channel", mail.Channel), BookingMeter.Tag("outcome", "lost"));
        log.LogError("Mail to account {Account} is lost: the node stops, or {Most} others wait", account, Most);
    }
}
