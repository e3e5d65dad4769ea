using Booking.EventStore;
using Booking.Service.Appointments;

namespace Booking.Service.Notifications;

/// <summary>A visit before and after the event that is told of, and as it is now.</summary>
/// <param name="Told">That event.</param>
sealed record VisitStory(AppointmentState Before, AppointmentState Then, AppointmentState Now, AppointmentEvent? Told)
{
    /// <param name="version">The event that is told of; null: the last one.</param>
    /// <exception cref="InvalidOperationException">There is no such visit.</exception>
    public static async Task<VisitStory> Read(StreamStore store, AppointmentId id, long? version, CancellationToken ct)
    {
        var (before, then, now) = (Appointment.Category.Initial, Appointment.Category.Initial, Appointment.Category.Initial);
        AppointmentEvent? told = null;
        foreach (var recorded in await store.DataSource.ReadStream(id.Stream(), ct: ct))
        {
            var (@event, last) = ((AppointmentEvent)store.Model.Events.Read(recorded.Type, recorded.Json), now);
            now = Appointment.Category.Evolve(last, @event);
            if (version is null || recorded.Metadata.Version <= version)
                (before, then, told) = (last, now, @event);
        }

        return now.Requested is not null ? new(before, then, now, told) : throw new InvalidOperationException($"Visit {id} has a notice but no events.");
    }
}
