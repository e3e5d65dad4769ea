using System.Net;
using Booking.Contracts;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Availability;

public sealed class AvailabilityTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task Ones_own_hold_is_listed_as_mine_to_whoever_names_it_until_it_is_spent()
    {
        var clinic = await Clinic.Open(service);
        var patient = service.Patient();
        var hold = (await clinic.Hold(patient, (await clinic.Free())[0])).Value;

        Assert.DoesNotContain(await clinic.Slots(), slot => slot.Start == hold.Start);
        var slots = await clinic.Slots(hold: hold.Id);
        Assert.Equal(hold.Start, Assert.Single(slots, slot => slot.Mine).Start);

        _ = (await Clinic.Book(patient, hold)).Value;
        Assert.DoesNotContain(await clinic.Slots(hold: hold.Id), slot => slot.Start == hold.Start);
    }

    [Fact]
    public async Task Every_asked_date_is_listed_and_a_slot_stands_under_the_viewers_date()
    {
        var clinic = await Clinic.Open(service, weekly: Clinic.Daily(new(22, 0), new(2, 0), slot: 60), zone: "Asia/Karachi");
        var first = clinic.Today.PlusDays(2);

        var karachi = (await service.Anonymous().Availability(clinic.Doctor, new(first, first.PlusDays(1)))).Value;
        var newYork = (await service.Anonymous().Availability(clinic.Doctor, new(first, first, "America/New_York"))).Value;

        Assert.Equal(("Asia/Karachi", "America/New_York"), (karachi.TimeZone, newYork.TimeZone));
        Assert.Equal([first, first.PlusDays(1)], karachi.Days.Select(day => day.Date));
        Assert.Equal([0, 1, 22, 23], karachi.Days[0].Slots.Select(slot => slot.Local.Hour));
        Assert.All(newYork.Days.Single().Slots, slot => Assert.Equal(first, slot.Local.Date));
        Assert.Equal(4, newYork.Days.Single().Slots.Count);
    }

    [Fact]
    public async Task A_visit_and_its_buffer_take_every_slot_of_any_type_that_they_touch()
    {
        var date = service.Now.InUtc().Date.PlusDays(2);
        WeeklyWindow[] weekly =
        [
            .. Clinic.Daily(new(9, 0), new(12, 0), slot: 30, buffer: 15, types: AppointmentType.Standard),
            .. Clinic.Daily(new(9, 0), new(12, 0), slot: 20, types: AppointmentType.Followup),
        ];
        var clinic = await Clinic.Open(service, weekly: weekly);
        Instant At(int hour, int minute) => date.At(new LocalTime(hour, minute)).InUtc().ToInstant();

        _ = (await clinic.Hold(service.Patient(), At(9, 45))).Value;

        // Busy from 9:45 to 10:30.
        var free = await clinic.Free(AppointmentType.Followup, from: date, days: 1);
        Assert.Equal([At(9, 0), At(9, 20), At(11, 0), At(11, 20), At(11, 40)], free.Where(start => start < At(10, 0) || start > At(10, 50)));
        Assert.Equal([At(10, 40)], free.Where(start => start >= At(10, 0) && start <= At(10, 50)));
        (await clinic.Hold(service.Patient(), At(10, 20), AppointmentType.Followup)).Conflict("slot-taken");
    }

    [Theory]
    [InlineData("from=2026-11-23", "to")]
    [InlineData("from=2026-13-01&to=2026-11-23", "from")]
    [InlineData("from=2026-11-23&to=2026-11-22", "to")]
    [InlineData("from=2026-11-01&to=2027-01-02", "to")]
    [InlineData("from=2199-12-31&to=9999-12-31", "to")]
    [InlineData("from=2026-11-23&to=2026-11-23&timeZone=Dubai", "timeZone")]
    [InlineData("from=2026-11-23&to=2026-11-23&type=emergency", "type")]
    public async Task What_is_malformed_is_named(string query, string field)
    {
        var clinic = await Clinic.Open(service);
        using var answer = await service.Anonymous().Http.GetAsync($"/api/doctors/{clinic.Doctor}/availability?{query}");

        Assert.Contains(field, (await answer.Problem(400, "invalid")).Errors!.Keys);
    }

    [Fact]
    public async Task Sixty_two_days_may_be_asked_for_at_the_end_of_time_too()
    {
        var clinic = await Clinic.Open(service);
        var nobody = service.Anonymous();

        Assert.Equal(62, (await nobody.Availability(clinic.Doctor, new(new(2199, 10, 31), new(2199, 12, 31)))).Value.Days.Count);
        (await nobody.Availability(Guid.NewGuid(), new(new(2027, 1, 1), new(2027, 1, 1)))).Refused(HttpStatusCode.NotFound, "not-found");
    }
}
