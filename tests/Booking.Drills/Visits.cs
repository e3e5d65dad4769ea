using System.Collections.Concurrent;
using System.Net;
using Booking.Contracts;
using NodaTime;

namespace Booking.Drills;

/// <summary>Doctors with round-the-clock hours, and visits that are browsed, held, requested and paid at the desk.</summary>
sealed class Visits(DrillGround ground)
{
    const int HorizonDays = 60;

    readonly BookingClient desk = ground.Desk();
    readonly List<(Guid Doctor, LocalDate From)> doctors = [];
    int next;

    /// <summary>Those that the service said were confirmed.</summary>
    public ConcurrentBag<Guid> Accepted { get; } = [];

    public async Task OpenDoctors(int count)
    {
        var (ops, today) = (ground.Ops(), (await ground.Insist(_ => ground.Ops().Clock())).Value.Now.InUtc().Date);
        for (var i = 0; i < count; i++)
            doctors.Add((await DrillDoctors.Register(desk, ops, $"Doctor {i}", HorizonDays), today.PlusDays(1)));
    }

    /// <summary>One visit of somebody new, at one of the next free times; another patient may be quicker, then it is the one after.</summary>
    public async Task Book(Random random)
    {
        var (patient, (doctor, from)) = (ground.Patient(), doctors[Interlocked.Increment(ref next) % doctors.Count]);
        for (var day = 0; ; day = (day + 1) % (HorizonDays - 3))
        {
            var date = from.PlusDays(day);
            var free = (await ground.Insist(_ => patient.Availability(doctor, new(date, date.PlusDays(2))))).Value.Days.SelectMany(d => d.Slots).ToList();
            if (free.Count == 0)
                continue;
            var hold = await ground.Insist(key => patient.Hold(new(doctor, free[random.Next(free.Count)].Start, AppointmentType.Standard), key));
            if (hold.Status == HttpStatusCode.Conflict)
                continue;
            var visit = (await ground.Insist(key => patient.Book(new(hold.Value.Id, PaymentProvider.Manual), key))).Value;
            _ = (await ground.Insist(key => desk.PayManually(visit.Payment!.Id, new(visit.Due, ManualMethod.Cash, $"receipt {visit.Id}"), key))).Value;
            Accepted.Add(visit.Id);
            return;
        }
    }

    /// <returns>How many accepted visits the database does not have as confirmed.</returns>
    public async Task<int> Missing()
    {
        var there = (await ground.Query("select id from appointments where status = 'confirmed'", row => row.GetGuid(0))).ToHashSet();
        return Accepted.Count(visit => !there.Contains(visit));
    }
}
