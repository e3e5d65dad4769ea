using System.Threading.Channels;

namespace Booking.Service.Accounts;

/// <summary>
/// Mail to account owners on its way out, apart from the request that asked for it: how long a mail server takes must not tell a stranger whether
/// there was anything to send. In memory, because such a mail holds a code that is nobody else's to read; whoever gets none asks again.
/// </summary>
sealed class MailQueue(Mailer mailer, IHostEnvironment environment, ILogger<MailQueue> log) : BackgroundService
{
    const int Most = 1_000;

    readonly Channel<(Guid Account, Mail Mail)> waiting = Channel.CreateBounded<(Guid, Mail)>(Most);

    /// <summary>Sends at once in Development, where whoever asked looks for it at once; elsewhere soon. A failure is logged and not told.</summary>
    public async Task Send(Guid account, Mail mail)
    {
        if (environment.IsDevelopment())
            await Try(account, mail);
        else if (!waiting.Writer.TryWrite((account, mail)))
            log.LogError("Mail to account {Account} was not sent: the node stops, or {Most} others wait", account, Most);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // What waits when the node is told to stop still goes, as far as the grace of the host reaches.
        await using var end = stoppingToken.Register(() => waiting.Writer.TryComplete());
        await foreach (var (account, mail) in waiting.Reader.ReadAllAsync(CancellationToken.None))
            await Try(account, mail);
    }

    async Task Try(Guid account, Mail mail)
    {
        try
        {
            await mailer.Send(mail, CancellationToken.None);
        }
        // Whatever it is: a setting that is no address, or a certificate that does not hold, must not end the queue, and with it the node.
        catch (Exception failure)
        {
            log.LogError("Mail to account {Account} was not sent: {Reason}", account, failure.GetType().Name);
        }
    }
}
