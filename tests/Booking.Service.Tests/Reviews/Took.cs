using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Appointments;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Booking.Service.Tests.Reviews;

/// <summary>Visits as they are after their time, without waiting for it.</summary>
static class Took
{
    /// <summary>A visit that took place.</summary>
    public static async Task<AppointmentAnswer> Place(Clinic clinic, BookingClient patient)
    {
        var visit = await clinic.Confirmed(patient, (await clinic.Free())[0]);
        await Append(clinic.Service, visit, new AppointmentCompleted());
        return visit;
    }

    /// <summary>The visit stands open again, with all its money.</summary>
    public static Task Back(Clinic clinic, AppointmentAnswer visit) => Append(clinic.Service, visit, new AppointmentReopened(visit.Due));

    public static async Task Append(ServiceFixture service, AppointmentAnswer visit, AppointmentEvent @event)
    {
        var context = new CommandContext(service.Now, "test", null, Actor.System);
        var store = service.Services.GetRequiredService<StreamStore>();
        var outcome = await store.Transact(Appointment.Category, new StreamId(visit.Id), _ => [@event], context, CancellationToken.None);
        Assert.Null(outcome.Refusal);
    }
}
