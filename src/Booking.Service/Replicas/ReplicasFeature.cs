using Booking.EventStore.Outbox;
using Booking.Service.Availability;
using Booking.Service.Patients;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Booking.Service.Replicas;

/// <summary>Public reads from streaming replicas, and what a node forgets when another server may have taken the primary's place.</summary>
public static class ReplicasFeature
{
    public static void Add(WebApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<ReplicaSource>().AddSingleton<Reads>();
        if (ReplicaSource.IsConfigured(builder.Configuration))
        {
            builder.Services.AddHostedService<ReplicaHeartbeat>();
        }
    }

    /// <summary>
    /// A promoted replica may lack the last moments of the primary that was lost, and give their versions and keys to something else. So whatever
    /// is remembered by them is forgotten after each lost connection.
    /// </summary>
    public static void Use(WebApplication app)
    {
        var (spans, keys) = (app.Services.GetRequiredService<OfferedSpans>(), app.Services.GetRequiredService<PatientKeys>());
        app.Services.GetRequiredService<Changes>().On(topic =>
        {
            if (topic is null)
            {
                spans.Forget();
                keys.ForgetAll();
            }
        });
        if (ReplicaSource.IsConfigured(app.Configuration))
        {
            app.UseMiddleware<Positions>();
        }
    }
}
