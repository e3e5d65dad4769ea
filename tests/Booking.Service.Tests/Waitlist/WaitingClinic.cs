using Booking.Contracts;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Waitlist;

/// <summary>A clinic of three mornings' slots a day, and what those who wait do in one word each.</summary>
sealed record WaitingClinic(ServiceFixture Service, Clinic Clinic, LocalDate Day, List<Instant> Slots)
{
    /// <summary>Half-hour slots from nine to half past ten; the day is far enough ahead that no test comes near it.</summary>
    public static async Task<WaitingClinic> Open(ServiceFixture service, int? most = null, LocalTime? until = null)
    {
        var clinic = await Clinic.Open(service, weekly: Clinic.Daily(new(9, 0), until ?? new(10, 30), most: most));
        var day = clinic.Today.PlusDays(5);
        return new(service, clinic, day, await clinic.Free(from: day, days: 1));
    }

    public Guid Doctor => Clinic.Doctor;

    public async Task<WaitlistEntry> Joins(BookingClient who, LocalDate? from = null, LocalDate? to = null, AppointmentType type = AppointmentType.Standard) =>
        (await who.JoinWaitlist(new(Doctor, from ?? Day, to ?? from ?? Day, type))).Value;

    /// <summary>Everything of the day is taken; the visits in order.</summary>
    public async Task<List<(BookingClient Who, AppointmentAnswer Visit)>> Fill(int? count = null)
    {
        List<(BookingClient, AppointmentAnswer)> visits = [];
        foreach (var start in Slots.Take(count ?? Slots.Count))
        {
            var patient = Service.Patient();
            visits.Add((patient, await Clinic.Pending(patient, start)));
        }

        return visits;
    }

    public async Task<WaitlistEntry> UntilOffered(BookingClient who, WaitlistEntry entry)
    {
        await Waiting.Until(async () => (await who.WaitlistEntry(entry.Id)).Value.Status == WaitlistStatus.Offered, "an offer");
        return (await who.WaitlistEntry(entry.Id)).Value;
    }

    public Task UntilEnded(BookingClient who, WaitlistEntry entry, string why) => Waiting.Until(
        async () => (await who.WaitlistEntry(entry.Id)).Value is { Status: WaitlistStatus.Ended } ended && ended.EndedBecause == why, $"the entry to end: {why}");

    /// <summary>Every message that is due was handled.</summary>
    public Task Quiet() => Waiting.Until(
        async () => await Invariants.Count(
            Service, "select count(*) from outbox where sent_at is null and dead_at is null and deliver_at <= $1 and type in ('offer_freed_slots', 'end_waiting')",
            Booking.EventStore.Pg.At(Service.Now)) == 0,
        "the waitlist's messages to be handled");

    public async Task StillWaits(BookingClient who, WaitlistEntry entry, int position = 1)
    {
        await Quiet();
        var now = (await who.WaitlistEntry(entry.Id)).Value;
        Assert.Equal((WaitlistStatus.Waiting, (int?)position, null), (now.Status, now.Position, now.HoldId));
    }
}
