using Booking.Contracts;
using NodaTime;
using Xunit;
using static Booking.Contracts.AppointmentType;

namespace Booking.Service.Tests.SlotLocks;

/// <summary>Quarter-hour follow-ups and half-hour standard visits in the same hours of one doctor.</summary>
public sealed class MixedLengthsTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task Both_are_offered_and_each_blocks_exactly_what_it_overlaps()
    {
        var clinic = await Open();
        var day = clinic.Today.PlusDays(4);

        Assert.Equal("09:00 09:30 10:00 10:30", await Times(clinic, day, Standard));
        Assert.Equal("09:00 09:15 09:30 09:45 10:00 10:15 10:30 10:45", await Times(clinic, day, Followup));

        var followup = (await clinic.Hold(service.Patient(), At(day, 9, 45), Followup)).Value;
        Assert.Equal(At(day, 10, 0), followup.End);
        Assert.Equal("09:00 10:00 10:30", await Times(clinic, day, Standard));
        (await clinic.Hold(service.Patient(), At(day, 9, 30), Standard)).Conflict("slot-taken");

        _ = await clinic.Confirmed(service.Patient(), At(day, 10, 0));
        Assert.Equal("09:00 09:15 09:30 10:30 10:45", await Times(clinic, day, Followup));
        (await clinic.Hold(service.Patient(), At(day, 10, 15), Followup)).Conflict("slot-taken");
        (await clinic.Hold(service.Patient(), At(day, 9, 15), Standard)).Conflict("slot-not-offered");
        await Invariants.Check(service);
    }

    [Fact]
    public async Task What_lapses_or_is_called_off_gives_both_back()
    {
        var clinic = await Open();
        var (patient, day) = (service.Patient(), clinic.Today.PlusDays(4));
        var visit = await clinic.Pending(patient, At(day, 9, 0));
        var hold = (await clinic.Hold(patient, At(day, 10, 15), Followup)).Value;
        Assert.Equal("09:30 10:30", await Times(clinic, day, Standard));

        _ = (await patient.Cancel(visit.Id, new("Not needed"))).Value;
        await service.AdvanceTo(hold.ExpiresAt);

        Assert.Equal("09:00 09:30 10:00 10:30", await Times(clinic, day, Standard));
        Assert.Equal("09:00 09:15 09:30 09:45 10:00 10:15 10:30 10:45", await Times(clinic, day, Followup));
        _ = (await clinic.Hold(service.Patient(), At(day, 10, 0), Standard)).Value;
    }

    Task<Clinic> Open() => Clinic.Open(
        service, weekly: [.. Clinic.Daily(new(9, 0), new(11, 0), slot: 30, types: Standard), .. Clinic.Daily(new(9, 0), new(11, 0), slot: 15, types: Followup)]);

    static Instant At(LocalDate day, int hour, int minute) => day.At(new LocalTime(hour, minute)).InUtc().ToInstant();

    static async Task<string> Times(Clinic clinic, LocalDate day, AppointmentType type) =>
        string.Join(' ', (await clinic.Free(type, from: day, days: 1)).Select(start => $"{start.InUtc().TimeOfDay:HH:mm}"));
}
