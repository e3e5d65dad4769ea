using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json.Serialization;
using Booking.Service.Accounts;
using Booking.Service.Metrics;
using NodaTime;
using Npgsql;

namespace Booking.Service.Notifications;

/// <summary><c>Sms:Gateway:{Url,Token,From}</c>.</summary>
/// <param name="Url">Where messages are posted; null: there is no gateway.</param>
/// <param name="Token">Sent as <c>Authorization: Bearer</c>.</param>
/// <param name="From">The sender that telephones show, when the gateway lets one choose.</param>
sealed record SmsOptions(Uri? Url, string? Token, string? From)
{
    const string Setting = "Sms:Gateway:Url";

    /// <exception cref="StartupRefusedException">The address is none, or would send texts and token in the clear.</exception>
    public static SmsOptions Of(IConfiguration configuration, IHostEnvironment environment)
    {
        if (configuration[Setting] is not { Length: > 0 } text)
            return new(Url: null, Token: null, From: null);
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp))
            throw new StartupRefusedException($"{Setting} must be an https address.");
        if (environment.IsProduction() && url.Scheme != Uri.UriSchemeHttps && !url.IsLoopback)
            throw new StartupRefusedException($"{Setting} must be an https address in Production.");
        return new(url, configuration["Sms:Gateway:Token"], configuration["Sms:Gateway:From"]);
    }

    // A generated text would hold the token.
    public override string ToString() => nameof(SmsOptions);
}

/// <summary>The gateway did not take a message. The text names no number: it is kept and logged.</summary>
sealed class SmsNotSentException(string message) : Exception(message);

/// <param name="To">E.164.</param>
/// <param name="Reference">The same at each repeat.</param>
/// <param name="From">Left out when none is configured.</param>
sealed record SmsMessage(
    string To, string Text, string Reference, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? From);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SmsMessage))]
sealed partial class SmsJson : JsonSerializerContext;

/// <summary>Posts messages to the gateway. Whatever is not an answer of success is thrown, and the outbox tries again.</summary>
sealed class SmsGateway(SmsOptions options) : IDisposable
{
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10), ConnectionLives = TimeSpan.FromMinutes(5);

    // A gateway that sends elsewhere is not followed: the token is meant for this address.
    readonly HttpClient http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false, PooledConnectionLifetime = ConnectionLives, ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
    }) { Timeout = Timeout };

    public bool IsConfigured => options.Url is not null;

    /// <exception cref="SmsNotSentException">The gateway refused.</exception>
    public async Task Send(Guid id, string to, string text, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, options.Url)
        {
            Content = JsonContent.Create(new SmsMessage(to, text, id.ToString(), options.From), SmsJson.Default.SmsMessage),
        };
        request.Headers.Add("Idempotency-Key", id.ToString());
        if (!string.IsNullOrEmpty(options.Token))
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", options.Token);
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        if (!answer.IsSuccessStatusCode)
            throw new SmsNotSentException($"The SMS gateway answered {(int)answer.StatusCode}.");
    }

    public void Dispose() => http.Dispose();
}

/// <summary>Sends text messages by the gateway; in Development, without one, they are kept for <c>GET /dev/mail</c>; elsewhere there are none.</summary>
sealed class SmsSender(SmsGateway gateway, SmsAllowance allowance, IHostEnvironment environment, NpgsqlDataSource database, IClock clock, ILogger<SmsSender> log)
{
    /// <summary>Says at start, once, that nobody will get an SMS.</summary>
    public void Announce()
    {
        if (!gateway.IsConfigured)
            log.LogWarning("Sms:Gateway:Url is not set: no SMS will be sent");
    }

    /// <summary>Says nothing to whom too much was said today.</summary>
    public async Task Send(Guid id, PatientId patient, string to, string text, string language, CancellationToken ct)
    {
        if (!await allowance.HasRoom(patient, ct))
        {
            log.LogWarning("Patient {Patient} has had {Most} SMS within a day and gets no more of them", patient, SmsAllowance.MostADay);
            BookingMeter.Notices.Add(1, BookingMeter.Tag("channel", "sms"), BookingMeter.Tag("outcome", "over_allowance"));
            return;
        }

        if (gateway.IsConfigured)
            await Counted.Notice("sms", gateway.Send(id, to, text, ct));
        else if (environment.IsDevelopment())
            await DevMail.Keep(database, clock, new("sms", to, "", text, language), ct);
        await allowance.Note(patient, ct);
    }
}
