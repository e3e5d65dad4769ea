using Booking.Contracts;
using NodaTime;

namespace Booking.Service.Tests.Web.Visiting;

/// <summary>A patient of a test's own, by the interface and in a browser.</summary>
sealed class Visitor : IDisposable
{
    public Visitor(ServiceFixture service, string zone = "UTC")
    {
        var account = Guid.NewGuid();
        Client = service.Node.As(Roles.Patient, account);
        Browser = Browser.As(service, Roles.Patient, account).In(zone);
    }

    public BookingClient Client { get; }
    public Browser Browser { get; }

    public async Task<AppointmentAnswer> Paid(Clinic clinic, Duration? ahead = null) => await clinic.Confirmed(Client, await Start(clinic, ahead));

    public static async Task<Instant> Start(Clinic clinic, Duration? ahead = null) =>
        (await clinic.Free(from: clinic.Today, days: 10)).First(start => start >= clinic.Service.Now + (ahead ?? Duration.FromHours(48)));

    public void Dispose() => Browser.Dispose();
}
