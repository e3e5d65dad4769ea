using Booking.EventStore;
using Booking.EventStore.Outbox;
using NodaTime;

namespace Booking.Service.Schedules;

/// <summary>Delivered when a doctor's local date <paramref name="Day"/> begins.</summary>
public sealed record ExtendHorizon(DoctorId Doctor, LocalDate Day);

/// <summary>
/// The daily step that keeps a calendar's reach. Each step asks for the next one, so there is one chain a doctor; a
/// message that comes twice finds its date done and breaks neither the chain nor makes a second one.
/// </summary>
public static class HorizonSteps
{
    public static Decision<ScheduleEvent> Decide(ScheduleState state, LocalDate day, Instant now) => state.ExtendedOn >= day
        ? []
        : [new HorizonExtended(LocalDate.Max(day, now.InZone(state.Zone).Date), Reach.At(now, state.Zone, state.Rules, state.Reach))];

    /// <summary>The step that a clock which was moved back asks for: dates that were over are to come again. Their exceptions are gone.</summary>
    public static Decision<ScheduleEvent> TakeBack(ScheduleState state, Instant now) =>
        Reach.At(now, state.Zone, state.Rules, state.Reach) is var reach && state.Reach is { } ahead && ahead.From > reach.From
            ? [new HorizonExtended(reach.From.PlusDays(1), reach)]
            : [];

    public static IEnumerable<Message> React(ScheduleEvent @event, EventMetadata metadata, ScheduleState after)
    {
        if (@event is ScheduleOpened or HorizonExtended)
        {
            var next = after.ExtendedOn.PlusDays(1);
            yield return new(new ExtendHorizon(after.Doctor, next), DeliverAt: LocalEdge.StartOfDay(next, after.Zone));
        }
    }

    public static Task Handle(IServiceProvider services, ExtendHorizon message, MessageContext context, CancellationToken ct) =>
        Run(services.GetRequiredService<StreamStore>(), message.Doctor, state => Decide(state, message.Day, context.Now), context.Command, ct);

    /// <exception cref="InvalidOperationException">The calendar was busy.</exception>
    public static async Task Run(
        StreamStore store, DoctorId doctor, Func<ScheduleState, Decision<ScheduleEvent>> decide, CommandContext context, CancellationToken ct)
    {
        var outcome = await store.Transact(Schedule.Category, Schedule.Stream(doctor), decide, context, ct);
        if (outcome.Refusal is { } refusal)
        {
            throw new InvalidOperationException($"The calendar of doctor {doctor} could not be extended: {refusal.Code}.");
        }
    }
}
