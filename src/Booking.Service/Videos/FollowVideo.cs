using Booking.Contracts;
using Booking.EventStore;
using Booking.EventStore.Outbox;
using Booking.Service.Appointments;
using Booking.Service.Availability;
using NodaTime;
using Npgsql;

namespace Booking.Service.Videos;

/// <summary>A doctor's video has changed: the coming confirmed visits after <paramref name="After"/> are to follow.</summary>
/// <param name="After">The last visit that was looked at; null at the beginning.</param>
public sealed record FollowVideo(DoctorId Doctor, AppointmentId? After = null);

/// <summary>
/// Gives coming visits the link that the doctor's video as it is now makes for them, one visit a transaction, a hundred a message. A visit whose
/// link comes from it already is left alone, so a repeat changes nothing.
/// </summary>
public static class FollowingVideo
{
    const int Batch = 100;

    // By id, which no move of a visit changes, so that none is passed over.
    const string Coming = """
        select id from appointments
         where doctor_id = $1 and status = 'confirmed' and starts_at > $2 - interval '2 days' and ends_at > $2 and ($3::uuid is null or id > $3)
         order by id limit $4
        """;

    public static Decision<AppointmentEvent> Decide(AppointmentState visit, string? template) =>
        visit.Status != AppointmentStatus.Confirmed || MeetingLink.Follows(visit.MeetingLink, template)
            ? []
            : [new AppointmentLinkChanged(MeetingLink.Make(template))];

    public static async Task Handle(IServiceProvider services, FollowVideo message, MessageContext context, CancellationToken ct)
    {
        var store = services.GetRequiredService<StreamStore>();
        var visits = await Find(store.DataSource, message, context.Now, ct);
        foreach (var id in visits)
        {
            await Follow(store, message.Doctor, id, context.Command, ct);
        }

        if (visits.Count == Batch)
        {
            await GoOn(services, store, message with { After = visits[^1] }, context, ct);
        }
    }

    static async Task Follow(StreamStore store, DoctorId doctor, AppointmentId id, CommandContext context, CancellationToken ct)
    {
        var outcome = await store.Transact<AppointmentState>(context, unit =>
        {
            var calendar = unit.LoadCalendarLock(doctor);
            var visit = unit.Load(Appointment.Category, id.Stream());
            return () =>
            {
                var decision = Decide(visit.State, calendar.Value.VideoLink);
                if (!decision.Events.IsEmpty)
                {
                    unit.GuardVideo(calendar.Value);
                }

                unit.Append(visit, decision);
                return visit.State;
            };
        }, answer: null, ct);
        if (outcome.Refusal is { } refused)
        {
            throw new InvalidOperationException($"Visit {id} could not follow its doctor's video: {refused.Code}.");
        }
    }

    static async Task<List<AppointmentId>> Find(NpgsqlDataSource dataSource, FollowVideo message, Instant now, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Coming)
            .With(Pg.Uuid(message.Doctor.Value), Pg.At(now), Pg.UuidOrNull(message.After?.Value), Pg.Int(Batch));
        await using var row = await command.ExecuteReaderAsync(ct);
        List<AppointmentId> ids = [];
        while (await row.ReadAsync(ct))
        {
            ids.Add(new(row.GetGuid(0)));
        }

        return ids;
    }

    /// <summary>Sent twice when this message is delivered twice, which costs a look.</summary>
    static async Task GoOn(IServiceProvider services, StreamStore store, FollowVideo next, MessageContext context, CancellationToken ct)
    {
        var origin = new MessageOrigin(context.Now, context.CorrelationId, context.Id.ToString(), Actor.System.Id, Actor.System.Role);
        await using var batch = store.DataSource.CreateBatch();
        batch.BatchCommands.Add(OutboxSql.Insert(store.Model.Messages, new(next), context.OrderKey, origin));
        await batch.ExecuteNonQueryAsync(ct);
        services.GetRequiredService<OutboxSignal>().Notify();
    }
}
