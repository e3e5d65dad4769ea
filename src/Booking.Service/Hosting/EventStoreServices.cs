using System.Reflection;
using Booking.EventStore;
using Booking.EventStore.Outbox;
using Booking.EventStore.Rebuilding;
using Booking.Service.Notifications;
using Npgsql;

namespace Booking.Service.Hosting;

/// <summary>Registers the event store as this service uses it: its clock, its outbox, its migrations.</summary>
public static class EventStoreServices
{
    static readonly byte[] AnswerPurpose = "answer"u8.ToArray();

    // A caller is an account's id or a word; neither holds a blank.
    internal static SealedRows SealedAnswers { get; } = new(
        "idempotency", "select caller || ' ' || key as key, body as envelope from idempotency",
        "update idempotency set body = $3 where caller = split_part($1, ' ', 1) and key = substr($1, strpos($1, ' ') + 1) and body = $2", _ => AnswerPurpose);

    /// <summary>Messages at once: most of them wait for a provider or a mail server, and a slow one must not keep the others waiting.</summary>
    const int Together = 16;

    /// <summary>What brings migrations with it, in the order of their numbers.</summary>
    static readonly Assembly[] Migrated = [typeof(Migrator).Assembly, typeof(EventStoreServices).Assembly];

    /// <summary>Before every feature whose hosted services ask for the time.</summary>
    public static void AddBookingEventStore(this IHostApplicationBuilder builder)
    {
        var handlers = new OutboxHandlers();
        var reminders = ReminderPlan.From(builder.Configuration);
        var model = BookingModel.Create(handlers, reminders);
        var services = builder.Services;
        services.AddSingleton(reminders);
        services.AddDatabaseClock(movable: builder.Environment.IsDevelopment());
        services.AddOutbox(model.Messages, handlers, new OutboxOptions { Concurrency = Together });
        services.AddSingleton(model);
        services.AddSingleton(provider => SealedWith(provider.GetRequiredService<MasterKeys>()));
        services.AddSingleton<ProjectionRebuilds>();
        services.AddSingleton<StreamStore>().AddSingleton<Commands>();
        services.AddSingleton(provider => new Migrator(provider.GetRequiredService<NpgsqlDataSource>(), Migrated));
        services.AddSingleton<Schema>();
        services.AddHealthChecks().AddCheck<Schema>("schema", tags: [Health.Ready], timeout: Health.CheckTimeout);
    }

    /// <summary>Answers that are kept for repeats may hold what only their caller should see.</summary>
    static AnswerSeal SealedWith(MasterKeys keys) => new(
        body => keys.Seal(body, AnswerPurpose),
        stored => keys.Open(stored, AnswerPurpose));
}
