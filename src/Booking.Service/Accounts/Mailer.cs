using System.Net;
using System.Net.Mail;
using NodaTime;
using NodaTime.Text;
using Npgsql;

namespace Booking.Service.Accounts;

/// <param name="Channel">email or sms.</param>
/// <param name="Language">en, ar or ur: the language that the text is in.</param>
public sealed record Mail(string Channel, string To, string Subject, string Text, string Language);

/// <summary>
/// Sends mail over SMTP (<c>Mail:Smtp:{Host,Port,User,Password,From}</c>). In Development it is also kept for <c>GET /dev/mail</c>;
/// elsewhere, without a server, it goes nowhere and a warning says so. A failure to send is thrown: the caller decides what it stops.
/// </summary>
public sealed class Mailer(
    IConfiguration configuration, IHostEnvironment environment, NpgsqlDataSource database, IClock clock, ILogger<Mailer> log)
{
    const int DefaultPort = 587;
    const int TimeoutMilliseconds = 10_000;

    /// <exception cref="SmtpException">The server did not take it.</exception>
    public async Task Send(Mail mail, CancellationToken ct)
    {
        var host = configuration["Mail:Smtp:Host"];
        if (environment.IsDevelopment())
            await Keep(mail, ct);
        if (!string.IsNullOrWhiteSpace(host) && mail.Channel == "email")
            await Transmit(mail, host, ct);
        else if (!environment.IsDevelopment())
            log.LogWarning("A message by {Channel} was not sent, because Mail:Smtp:Host is not set", mail.Channel);
    }

    async Task Keep(Mail mail, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            "insert into identity.dev_mail (at, channel, recipient, subject, text, language) values ($1::timestamptz, $2, $3, $4, $5, $6)");
        string[] values = [InstantPattern.ExtendedIso.Format(clock.GetCurrentInstant()), mail.Channel, mail.To, mail.Subject, mail.Text, mail.Language];
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(ct);
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
        using var message = new MailMessage(configuration["Mail:Smtp:From"] ?? "booking@localhost", mail.To, mail.Subject, mail.Text);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limited.CancelAfter(TimeoutMilliseconds);
        await client.SendMailAsync(message, limited.Token);
    }

    static bool IsLoopback(string host) => host is "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
