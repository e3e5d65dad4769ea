using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Extensions.Logging;
using Serilog.Formatting.Json;

namespace Booking.Service.Hosting;

/// <summary>
/// One JSON line an event on standard output, with the trace and span id of what was running. Levels are the usual
/// <c>Logging:LogLevel:*</c>. No names, addresses, query strings or bodies are ever logged: ids and route patterns only.
/// </summary>
static class Logs
{
    public static void Add(WebApplicationBuilder builder)
    {
        var logger = new LoggerConfiguration()
            .MinimumLevel.Verbose()
            .Enrich.With<NoPaths>()
            .WriteTo.Console(new JsonFormatter(renderMessage: true))
            .CreateLogger();
        builder.Logging.ClearProviders();
        // Added as a plain provider: Serilog's own helper would let every level past the configured ones.
        builder.Logging.AddProvider(new SerilogLoggerProvider(logger, dispose: true));
    }

    // The framework's scope adds the path of the request, and a path may hold what only its owner should know.
    sealed class NoPaths : ILogEventEnricher
    {
        public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory) => logEvent.RemovePropertyIfPresent("RequestPath");
    }
}
