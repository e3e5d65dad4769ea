using System.Net;
using Booking.Contracts;

namespace Booking.Drills.Load;

/// <summary>
/// One person who uses the service from beginning to end of a load, on a connection of their own. When each step is due is fixed beforehand;
/// who is answered too late for it sends at once, and the step is still counted from when it was due.
/// </summary>
sealed class LoadUser(LoadGround ground, LoadLog log, LoadLedger ledger, Random random, double perSecond, TimeSpan end) : IDisposable
{
    const double OnlyLooks = 0.45, LetsGo = 0.2, PaysOnline = 0.6, Cancels = 0.2;
    const int MostLooks = 4, Week = 7;

    readonly BookingClient patient = ground.Patient();
    readonly BookingClient desk = ground.Drill.Desk();
    TimeSpan due = log.Elapsed;

    /// <summary>One session after the other, until the end.</summary>
    public async Task Live()
    {
        try
        {
            while (true)
                await Session();
        }
        catch (OperationCanceledException)
        {
            // The end came before the next step.
        }
    }

    public void Dispose() => patient.Http.Dispose();

    async Task Session()
    {
        if (await Browse() is not { } doctor || await Look(doctor) is not { } slot || random.NextDouble() < OnlyLooks)
            return;
        var hold = await Step("hold", () => patient.Hold(new(doctor, slot.Start, AppointmentType.Standard)), h => h.DoctorId == doctor && h.Start == slot.Start && h.End == slot.End);
        if (hold is null)
            return;
        if (random.NextDouble() < LetsGo)
        {
            await Step("let go", () => patient.ReleaseHold(hold.Id), _ => true);
            return;
        }

        var online = random.NextDouble() < PaysOnline;
        var visit = await Step(
            "book", () => patient.Book(new(hold.Id, online ? PaymentProvider.Stripe : PaymentProvider.Manual)),
            v => v.Status == AppointmentStatus.PendingPayment && v.Start == hold.Start && v.Due == hold.Price);
        if (visit is null)
            return;
        ledger.Accepted(visit);
        await (online ? PayOnline(visit) : PayAtTheDesk(visit));
        if (random.NextDouble() < Cancels && await Step("cancel", () => patient.Cancel(visit.Id, new("Changed my mind")), v => v.Status is AppointmentStatus.Cancelled or AppointmentStatus.Refunded) is not null)
            ledger.Cancelled(visit);
    }

    async Task<Guid?> Browse()
    {
        DoctorQuery query = random.Next(4) switch
        {
            0 => new(),
            1 => new(Specialty: LoadClinic.Specialty(random), Sort: "rating"),
            2 => new(Query: "load"),
            _ => new(Sort: "nextAvailable"),
        };
        var page = await Step("directory", () => patient.Doctors(query), p => p.Items.Count is > 0 and <= 20);
        return page is null ? null : ground.Clinic.Doctors[random.Next(ground.Clinic.Doctors.Count)];
    }

    async Task<AvailableSlot?> Look(Guid doctor)
    {
        var from = ground.Clinic.Today.PlusDays(random.Next(1, 30));
        var calendar = await Step(
            "availability", () => patient.Availability(doctor, new(from, from.PlusDays(Week - 1))), a => a.DoctorId == doctor && a.Days.Count == Week && a.Days[0].Date == from);
        var slots = calendar?.Days[random.Next(Week)].Slots;
        return slots is { Count: > 0 } ? slots[random.Next(slots.Count)] : null;
    }

    async Task PayAtTheDesk(AppointmentAnswer visit)
    {
        var paid = await Step("pay at the desk", () => desk.PayManually(visit.Payment!.Id, new(visit.Due, ManualMethod.Cash, $"receipt {visit.Id}")), p => p.Status == PaymentStatus.Paid);
        if (paid is not null)
            ledger.Paid(visit);
    }

    /// <summary>The page is opened, and the payment learnt of, after the answers: the patient looks again.</summary>
    async Task PayOnline(AppointmentAnswer visit)
    {
        PaymentAnswer? payment = null;
        for (var look = 0; look < MostLooks && payment?.CheckoutUrl is null; look++)
            payment = await Step("payment", () => patient.Payment(visit.Payment!.Id), p => p.AppointmentId == visit.Id);
        if (payment?.CheckoutUrl is not { } page)
        {
            log.Wrong($"payment {visit.Payment!.Id} got no page");
            return;
        }

        ground.Drill.Providers.Pay(page.Split('/')[^1]);
        ledger.Paid(visit);
        AppointmentAnswer? seen = null;
        for (var look = 0; look < MostLooks && seen?.Status != AppointmentStatus.Confirmed; look++)
            seen = await Step("visit", () => patient.Appointment(visit.Id), v => v.Id == visit.Id);
        if (seen?.Status != AppointmentStatus.Confirmed)
            log.Wrong($"visit {visit.Id} was paid and is {seen?.Status}");
    }

    /// <returns>Null when it was refused or failed.</returns>
    async Task<T?> Step<T>(string name, Func<Task<Answer<T>>> send, Func<T, bool> right) where T : class
    {
        due += Pace.Gap(random, perSecond);
        if (due >= end)
            throw new OperationCanceledException();
        await Pace.Until(log, due);
        try
        {
            var answer = await send();
            log.Add(name, due, answer.Body is null ? answer.Problem?.Code : null);
            if (answer.Body is { } body ? !right(body) : answer.Status is not (HttpStatusCode.Conflict or HttpStatusCode.Gone))
                log.Wrong(name, answer);
            return answer.Body;
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException or TaskCanceledException)
        {
            log.Add(name, due, "lost");
            log.Wrong($"{name}: {lost.Message}");
            return null;
        }
    }
}
