using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Npgsql;

namespace Booking.EventStore.Outbox;

/// <summary>Registers the database clock, the outbox and its worker. They want an <see cref="NpgsqlDataSource"/> and logging.</summary>
public static class OutboxServices
{
    /// <summary>The clock is synchronised by the first hosted service: call this before whatever needs the time, and migrate before the host starts.</summary>
    /// <param name="services">Gets <see cref="IClock"/>, <see cref="DatabaseClock"/> and <see cref="Listener"/>.</param>
    /// <param name="movable">True in Development only.</param>
    public static IServiceCollection AddDatabaseClock(this IServiceCollection services, bool movable)
    {
        services.AddSingleton(s => new DatabaseClock(s.GetRequiredService<NpgsqlDataSource>(), movable));
        services.AddSingleton<IClock>(s => s.GetRequiredService<DatabaseClock>());
        services.AddSingleton<Listener>();
        services.AddHostedService<ClockKeeper>();
        return services;
    }

    /// <summary>Call <see cref="AddDatabaseClock"/> before.</summary>
    /// <param name="services">Gets <see cref="OutboxSignal"/>, <see cref="Changes"/>, <see cref="DeadLetters"/> and <see cref="DeadLetterGroups"/>.</param>
    /// <param name="types">The messages that can be sent.</param>
    /// <param name="handlers">A handler for each.</param>
    /// <param name="options">Null takes the defaults.</param>
    public static IServiceCollection AddOutbox(
        this IServiceCollection services, MessageTypes types, OutboxHandlers handlers, OutboxOptions? options = null)
    {
        services.AddSingleton(types).AddSingleton(handlers).AddSingleton(options ?? new());
        services.AddSingleton<OutboxSignal>().AddSingleton(s => s.GetRequiredService<OutboxSignal>().Changes)
            .AddSingleton<DeadLetters>().AddSingleton<DeadLetterGroups>().AddSingleton<OutboxQuarantine>();
        services.AddHostedService<OutboxWorker>();

        // Hosted services are made in this order before any is started: the listener starts once both have their channels.
        services.AddHostedService(s =>
        {
            var signal = s.GetRequiredService<OutboxSignal>();
            s.GetRequiredService<DatabaseClock>().OnMoved(signal.Local.Ring);
            return s.GetRequiredService<Listener>();
        });
        return services;
    }
}
