using System.Collections.Concurrent;
using System.Text;
using Booking.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Booking.Service.Tests.Gateways;

/// <summary>What was put in is never told again: not in an answer, an event, a log line or the bytes of the database.</summary>
public sealed class GatewaySecrecyTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    static readonly string[] Words = ["quagmire", "whippersnapper", "zucchini", "bumfuzzle", "collywobbles", "gobbledygook"];

    static readonly (string Provider, string Json)[] Right =
    [
        ("stripe", """{"mode":"test","currency":"USD","secretKey":"sk_test_quagmire","webhookSecrets":["whsec_whippersnapper"]}"""),
        ("stripe", """{"mode":"live","currency":"USD","secretKey":"rk_live_quagmire","webhookSecrets":["whsec_whippersnapper"]}"""),
        ("razorpay", """{"mode":"test","currency":"INR","keyId":"rzp_test_zucchini","keySecret":"bumfuzzle","webhookSecrets":["a whippersnapper"]}"""),
        ("paytabs", """{"mode":"live","currency":"AED","region":"ARE","profileId":1,"serverKey":"collywobbles"}"""),
        ("paytabs", """{"mode":"live","currency":"AED","region":"ARE","profileId":1,"serverKey":"gobbledygook"}"""),
    ];

    // Refused by a rule, by the reader of JSON, and for want of a right.
    static readonly (string Provider, string Json)[] Wrong =
    [
        ("stripe", """{"mode":"live","currency":"USD","secretKey":"sk_test_quagmire","webhookSecrets":["whippersnapper"]}"""),
        ("stripe", """{"mode":"live","currency":"USD","secretKey":["sk_test_quagmire"],"webhookSecrets":"whsec_whippersnapper"}"""),
        ("razorpay", """{"mode":"zucchini","currency":"bumfuzzle","keyId":"zucchini","keySecret":"bumfuzzle bumfuzzle","webhookSecrets":["\u0000whippersnapper"]}"""),
        ("paytabs", """{"mode":"live","currency":"AED","region":"gobbledygook","profileId":"collywobbles","serverKey":"collywobbles"""),
    ];

    [Fact]
    public async Task No_secret_is_answered_logged_told_as_an_event_or_read_from_the_database()
    {
        using var log = new Capture();
        await using var node = service.Start(Environments.Development, ("Logging:Capture:LogLevel:Default", "Trace"), ("Logging:Capture:LogLevel:Microsoft", "Trace"));
        node.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        var clinic = await Clinic.Open(service);
        var told = new StringBuilder();

        foreach (var (provider, json) in Right)
            told.AppendLine(await Put(node.As(Roles.Ops), clinic, provider, json, 200));
        foreach (var (provider, json) in Wrong)
            told.AppendLine(await Put(node.As(Roles.Ops), clinic, provider, json, 400));
        foreach (var (provider, json) in Right)
            told.AppendLine(await Put(node.As(Roles.FrontDesk), clinic, provider, json, 403));
        told.AppendLine(await node.As(Roles.Ops).Http.GetStringAsync($"/api/doctors/{clinic.Doctor}/gateways"));
        told.AppendLine(await node.As(Roles.Ops).Http.GetStringAsync($"/api/doctors/{clinic.Doctor}"));
        told.AppendLine(await node.As(Roles.Ops).Http.GetStringAsync($"/ops/streams/{clinic.Doctor}"));
        var (tables, rows) = await Canaries.Dump(service.Database);

        Assert.Contains("gateway_secrets", tables);
        Assert.Contains("gateway_configured", told.ToString(), StringComparison.Ordinal);
        Assert.Contains(log.Lines, line => line.Contains("gateways/paytabs", StringComparison.Ordinal));
        Assert.DoesNotContain(Words, word => told.ToString().Contains(word, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(Words.SelectMany(Canaries.Forms), form => rows.Contains(form, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(Words.SelectMany(Canaries.Forms), form => log.Lines.Any(line => line.Contains(form, StringComparison.OrdinalIgnoreCase)));
    }

    // Under a key, so that a stored answer is looked into as well.
    static async Task<string> Put(BookingClient who, Clinic clinic, string provider, string json, int status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/api/doctors/{clinic.Doctor}/gateways/{provider}")
        {
            Content = new StringContent(json, Encoding.UTF8, "application/json"),
            Headers = { { "Idempotency-Key", Guid.NewGuid().ToString() } },
        };
        using var answer = await who.Http.SendAsync(request);
        Assert.Equal(status, (int)answer.StatusCode);
        return $"{answer.Headers} {await answer.Content.ReadAsStringAsync()}";
    }

    /// <summary>Everything that anything says, down to the last trace, scopes aside.</summary>
    [ProviderAlias("Capture")]
    sealed class Capture : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
