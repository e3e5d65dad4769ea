using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Booking.Service.Hosting;

/// <summary>
/// Traces and metrics over OTLP when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set; nothing runs otherwise. The other
/// <c>OTEL_*</c> variables mean what their specification says.
/// </summary>
sealed class Telemetry(IConfiguration configuration) : IHostedService, IDisposable
{
    static readonly string[] Meters =
        ["Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.RateLimiting", "System.Net.Http", "System.Runtime", "Npgsql", "Booking.*"];

    /// <summary>Whether what is measured under this name is kept and exported.</summary>
    public static bool Hears(string meter) => meter.StartsWith("Booking.", StringComparison.Ordinal) || Meters.Contains(meter, StringComparer.Ordinal);

    static readonly string[] Sources = ["Microsoft.AspNetCore", "System.Net.Http", "Npgsql", "Booking.*"];

    TracerProvider? traces;
    MeterProvider? metrics;

    public static void Add(WebApplicationBuilder builder)
    {
        if (!string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
            builder.Services.AddHostedService<Telemetry>();
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var service = configuration["OTEL_SERVICE_NAME"] ?? "booking";
        traces = Sdk.CreateTracerProviderBuilder()
            .ConfigureResource(resource => resource.AddService(service)).AddSource(Sources).AddProcessor(new WithoutPaths()).AddOtlpExporter().Build();
        metrics = Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(resource => resource.AddService(service)).AddMeter(Meters).AddOtlpExporter().Build();
        return Task.CompletedTask;
    }

    // What is still unsent goes out now; later the process may be gone.
    public Task StopAsync(CancellationToken cancellationToken)
    {
        traces?.ForceFlush(timeoutMilliseconds: 2000);
        metrics?.ForceFlush(timeoutMilliseconds: 2000);
        return Task.CompletedTask;
    }

    /// <summary>The path of an address outside may hold a token or an id of somebody's; who was asked is enough.</summary>
    internal sealed class WithoutPaths : BaseProcessor<Activity>
    {
        public override void OnEnd(Activity data)
        {
            if (data.GetTagItem("url.full") is string full)
                data.SetTag("url.full", Uri.TryCreate(full, UriKind.Absolute, out var url) ? url.GetLeftPart(UriPartial.Authority) : null);
        }
    }

    public void Dispose()
    {
        traces?.Dispose();
        metrics?.Dispose();
    }
}
