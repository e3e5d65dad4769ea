using Booking.Contracts;
using Booking.Service.Tests;
using NodaTime;

namespace Booking.Drills;

/// <summary>Doctors as all drills have them: verified, at 200 USD a visit, open round the clock in UTC.</summary>
static class DrillDoctors
{
    public static async Task<Guid> Register(
        BookingClient desk, BookingClient ops, string name, int horizonDays, int slotMinutes = 30, string specialty = "Cardiology")
    {
        var fees = new Fees(new(20_000, "USD"), new(10_000, "USD"));
        var doctor = (await desk.RegisterDoctor(new(name, "doctor@example.test", "+971501234567", [specialty], ["English"], "", [], "UTC", fees))).Value.Id;
        _ = (await ops.VerifyDoctor(doctor)).Value;
        _ = (await desk.SetSchedule(doctor, new(Clinic.Daily(LocalTime.Midnight, LocalTime.Midnight, slotMinutes), new(HorizonDays: horizonDays)))).Value;
        return doctor;
    }
}
