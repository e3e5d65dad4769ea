using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Appointments;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Appointments;

/// <summary>A patient whom a doctor has seen.</summary>
static class Seen
{
    /// <summary>Confirmed at that time, which is over now, and completed.</summary>
    public static async Task<AppointmentAnswer> By(Clinic clinic, BookingClient patient, Instant start)
    {
        var visit = await clinic.Confirmed(patient, start);
        if (clinic.Service.Now < visit.End)
            await clinic.Service.AdvanceTo(visit.End);
        await Complete(clinic.Service, visit);
        return visit;
    }

    public static async Task Complete(ServiceFixture service, AppointmentAnswer visit)
    {
        var context = new CommandContext(service.Now, "test", null, Actor.System);
        var store = service.Node.Services.GetRequiredService<StreamStore>();
        var outcome = await store.Transact(Appointment.Category, new(visit.Id), _ => [new AppointmentCompleted()], context, CancellationToken.None);
        Assert.Null(outcome.Refusal);
    }
}
