using Booking.Contracts;
using Booking.EventStore;
using NodaTime;

namespace Booking.Service.Tests.Patients;

static class People
{
    public static readonly NewPatient Ann = new("Ann Example", "ann@people.test", "+971501234567", "Asia/Dubai");

    public static readonly CommandContext Context =
        new(Instant.FromUtc(2027, 3, 1, 8, 0), "0af7651916cd43dd8448eb211c80319c", "test", Actor.System);
}
