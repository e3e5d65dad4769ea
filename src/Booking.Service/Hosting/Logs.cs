using Serilog;
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
            .WriteTo.Console(new JsonFormatter(renderMessage: true))
            .CreateLogger();
        builder.Logging.ClearProviders();
        builder.Logging.AddSerilog(logger, dispose: true);
    }
}
