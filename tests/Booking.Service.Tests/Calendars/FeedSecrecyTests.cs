using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Booking.Service.Tests.Calendars;

/// <summary>Who reads the logs, the traces or the database does not get to read anybody's calendar.</summary>
public sealed class FeedSecrecyTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task A_feeds_token_stands_in_no_log_no_trace_and_no_row()
    {
        using var log = new Capture();
        var ended = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Microsoft.AspNetCore",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = ended.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        // The levels that are shipped, but for the fixture's own default.
        await using var node = service.Start(Environments.Development, ("Logging:LogLevel:Default", "Debug"), ("Logging:LogLevel:Microsoft.AspNetCore", "Warning"));
        node.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        var url = (await node.As(Roles.Patient).MakeFeed()).Value.Url;
        var token = new Uri(url).Segments[^1].Replace(".ics", "", StringComparison.Ordinal);
        using var http = node.Client();

        using var right = await http.GetAsync($"/feeds/{token}.ics", TestContext.Current.CancellationToken);
        using var wrong = await http.GetAsync($"/feeds/x{token}.ics", TestContext.Current.CancellationToken);
        await Waiting.Until(() => Task.FromResult(ended.Count(activity => (string?)activity.GetTagItem("http.route") == "/feeds/{token}.ics") >= 2), "both requests to be traced");
        var (tables, rows) = await Canaries.Dump(service.Database);

        Assert.Equal((200, 404), ((int)right.StatusCode, (int)wrong.StatusCode));
        Assert.Equal(43, token.Length);
        Assert.Contains("feeds", tables);
        Assert.Contains(log.Lines, line => line.Contains("/feeds/{token}.ics", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Lines, line => line.Contains(token, StringComparison.Ordinal));
        Assert.DoesNotContain(ended, activity => JsonSerializer.Serialize(activity.TagObjects).Contains(token, StringComparison.Ordinal));
        Assert.DoesNotContain(Canaries.Forms(token), form => rows.Contains(form, StringComparison.OrdinalIgnoreCase));
    }

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
