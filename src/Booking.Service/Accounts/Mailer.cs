using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Text;
using Booking.Service.Metrics;
using NodaTime;
using Npgsql;

namespace Booking.Service.Accounts;

/// <param name="Channel">email or sms.</param>
/// <param name="Language">en, ar or ur: the language that the text is in.</param>
public sealed record Mail(string Channel, string To, string Subject, string Text, string Language)
{
    /// <summary>The same in HTML, which tells the direction of its text; null: plain text alone.</summary>
    public string? Html { get; init; }

    /// <summary>The same at each repeat, so that a mailbox can tell; null: a new one each time.</summary>
    public Guid? Id { get; init; }

    public MailAttachment? Attachment { get; init; }

    // A generated text would name the person in the first log line that it gets into.
    public override string ToString() => nameof(Mail);
}

/// <param name="Name">As it is saved: <c>visit.ics</c>.</param>
/// <param name="MediaType">With its parameters: <c>text/calendar; method=REQUEST</c>.</param>
public sealed record MailAttachment(string Name, string MediaType, string Text);

/// <summary>The mail server did not take it. The text names no address: it is kept and logged, and a server's own words quote the recipient.</summary>
public sealed class MailNotSentException(string message) : Exception(message);

/// <summary>
/// Sends mail over SMTP (<c>Mail:Smtp:{Host,Port,User,Password,From}</c>). In Development it is also kept for <c>GET /dev/mail</c>;
/// elsewhere, without a server, it goes nowhere and a warning says so. A failure to send is thrown: the caller decides what it stops.
/// </summary>
public sealed class Mailer(
    IConfiguration configuration, IHostEnvironment environment, NpgsqlDataSource database, IClock clock, ILogger<Mailer> log)
{
    const int DefaultPort = 587;
    const int TimeoutMilliseconds = 10_000;

    /// <exception cref="MailNotSentException">The server did not take it.</exception>
    public async Task Send(Mail mail, CancellationToken ct)
    {
        if (configuration["Mail:Smtp:Host"] is { Length: > 0 } host)
            await Counted.Notice(mail.Channel, Transmit(mail, host, ct));
        else if (!environment.IsDevelopment())
            log.LogWarning("A message by {Channel} was not sent, because Mail:Smtp:Host is not set", mail.Channel);
        // After the server took it, so that one which is tried again is not seen twice.
        if (environment.IsDevelopment())
            await DevMail.Keep(database, clock, mail, ct);
    }

    async Task Transmit(Mail mail, string host, CancellationToken ct)
    {
        var user = configuration["Mail:Smtp:User"];
        using var client = new SmtpClient(host, configuration.GetValue("Mail:Smtp:Port", DefaultPort))
        {
            // A relay on this machine has no certificate; any other must speak TLS.
            EnableSsl = !IsLoopback(host),
            Timeout = TimeoutMilliseconds,
            Credentials = string.IsNullOrEmpty(user) ? null : new NetworkCredential(user, configuration["Mail:Smtp:Password"]),
        };
        using var message = Write(mail, new(configuration["Mail:Smtp:From"] ?? "booking@localhost"));
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limited.CancelAfter(TimeoutMilliseconds);
        try
        {
            await client.SendMailAsync(message, limited.Token);
        }
        catch (SmtpException refused)
        {
            throw new MailNotSentException($"The mail server answered {refused.StatusCode}.");
        }
    }

    static MailMessage Write(Mail mail, MailAddress from)
    {
        var message = new MailMessage(from, new(mail.To)) { Subject = mail.Subject, SubjectEncoding = Encoding.UTF8, Body = mail.Text, BodyEncoding = Encoding.UTF8 };
        message.Headers.Add("Content-Language", mail.Language);
        if (mail.Id is { } id)
            message.Headers.Add("Message-ID", $"<{id}@{from.Host}>");
        if (mail.Html is { } html)
            message.AlternateViews.Add(AlternateView.CreateAlternateViewFromString(html, Encoding.UTF8, MediaTypeNames.Text.Html));
        if (mail.Attachment is { } attached)
            message.Attachments.Add(new(new MemoryStream(Encoding.UTF8.GetBytes(attached.Text)), new ContentType(attached.MediaType) { Name = attached.Name }));
        return message;
    }

    static bool IsLoopback(string host) => host is "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
