using Booking.Contracts;
using Booking.EventStore;
using Booking.EventStore.Outbox;
using NodaTime;
using Npgsql;

namespace Booking.Service.Webhooks;

/// <summary>Notes for each endpoint that wants the event, and was there before it in the log, that it is to be sent. A repeat notes nothing twice; sending is the sender's business.</summary>
static class PublishingEvents
{
    const string Note = """
        insert into webhook_deliveries (id, webhook_id, event_id, type, stream_id, version, happened_at, state, created_at, next_at)
        select gen_random_uuid(), w.id, $1, $2, $3, $4, $5, 'waiting', $6, $6
          from webhooks w
         where (w.doctor_id is null or w.doctor_id = $7) and w.disabled_at is null and w.events && array[$2, '*']
           and w.since < (select seq_id from mt_events where stream_id = $3 and version = $4)
        on conflict (webhook_id, event_id) do nothing
        """;

    public static async Task Handle(IServiceProvider services, PublishEvent published, MessageContext context, CancellationToken ct)
    {
        await using var command = services.GetRequiredService<NpgsqlDataSource>().CreateCommand(Note).With(
            Pg.Uuid(published.Event), Pg.Text(published.Type), Pg.Uuid(published.Stream), Pg.Long(published.Version), Pg.At(published.At), Pg.At(context.Now),
            Pg.Uuid(published.Doctor.Value));
        await command.ExecuteNonQueryAsync(ct);
    }
}
