using Booking.Contracts;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.FindingDoctors;

public sealed class DirectorySpanTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task A_doctor_is_free_in_a_span_while_a_slot_that_starts_in_it_could_be_held()
    {
        var (directory, noon) = await Open();
        Assert.True(await IsFree(directory, noon, noon + Duration.FromHours(1)));

        var first = await Hold(directory, noon);
        Assert.False(await IsFree(directory, noon, noon + Duration.FromMinutes(30)));
        Assert.True(await IsFree(directory, noon, noon + Duration.FromHours(1)));
        var second = await Hold(directory, noon + Duration.FromMinutes(30));
        Assert.False(await IsFree(directory, noon, noon + Duration.FromHours(1)));

        _ = await second.Who.ReleaseHold(second.Hold);
        Assert.True(await IsFree(directory, noon, noon + Duration.FromHours(1)));
        await service.Advance(Duration.FromMinutes(11));
        Assert.True(await IsFree(directory, noon, noon + Duration.FromMinutes(30)));
        Assert.NotEqual(first.Hold, second.Hold);
    }

    [Fact]
    public async Task A_span_begins_with_its_first_instant_and_ends_before_its_last()
    {
        var (directory, noon) = await Open();
        var half = noon + Duration.FromMinutes(30);

        Assert.True(await IsFree(directory, half, half + Duration.FromSeconds(1)));
        Assert.False(await IsFree(directory, half + Duration.FromSeconds(1), noon + Duration.FromHours(2)));
        Assert.False(await IsFree(directory, noon - Duration.FromHours(1), noon));
        Assert.False(await IsFree(directory, noon + Duration.FromDays(30), noon + Duration.FromDays(40)));
        Assert.True(await IsFree(directory, null, noon));
        Assert.True(await IsFree(directory, noon, null));
    }

    [Fact]
    public async Task Hours_that_are_full_are_not_free()
    {
        var (directory, noon) = await Open(most: 1);
        _ = await Hold(directory, noon);

        Assert.False(await IsFree(directory, noon, noon + Duration.FromHours(1)));
        Assert.True(await IsFree(directory, noon + Duration.FromDays(1), noon + Duration.FromHours(25)));
    }

    [Fact]
    public async Task A_followup_slot_or_a_doctor_who_pauses_is_not_free()
    {
        var directory = new Directory(service);
        var doctor = await directory.Add("One", weekly: Clinic.Daily(new(12, 0), new(13, 0), types: AppointmentType.Followup));
        Assert.False(await IsFree(directory, service.Now, null));

        _ = (await service.Desk().SetSchedule(doctor, new(Clinic.Daily(new(12, 0), new(13, 0))))).Value;
        Assert.True(await IsFree(directory, service.Now, null));
        _ = (await service.Desk().PauseDoctor(doctor)).Value;
        Assert.False(await IsFree(directory, service.Now, null));
    }

    /// <summary>Two half hours from noon every day; the noon is that of four days ahead, long after the next start.</summary>
    async Task<(Directory Directory, Instant Noon)> Open(int? most = null)
    {
        var directory = new Directory(service);
        await directory.Add("One", weekly: Clinic.Daily(new(12, 0), new(13, 0), most: most));
        return (directory, service.Now.InUtc().Date.PlusDays(4).At(new LocalTime(12, 0)).InUtc().ToInstant());
    }

    static async Task<bool> IsFree(Directory directory, Instant? from, Instant? to) => (await directory.Find(new(AvailableFrom: from, AvailableTo: to))).Count == 1;

    async Task<(BookingClient Who, Guid Hold)> Hold(Directory directory, Instant start)
    {
        var patient = service.Patient();
        return (patient, (await patient.Hold(new((await directory.Find(new()))[0].Id, start, AppointmentType.Standard))).Value.Id);
    }
}
