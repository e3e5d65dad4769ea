using Booking.Contracts;
using NodaTime;

namespace Booking.Drills.Faults;

/// <summary>One visit of the load, by one patient; what was answered stands in the ledger before the next step.</summary>
sealed class LoadVisit(Site site, Load load, Ledger ledger, BookingClient patient)
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(100), Pause = TimeSpan.FromMilliseconds(250);

    /// <param name="number">Says what becomes of it: released, cancelled before or after it is paid, paid at the desk or on a page.</param>
    public async Task Run(int number, Guid doctor, Instant start)
    {
        var hold = (await load.Ask(key => patient.Hold(new(doctor, start, AppointmentType.Standard), key))).Value;
        if (number % 6 == 5)
        {
            _ = (await load.Ask(key => patient.ReleaseHold(hold.Id, key))).Value;
            return;
        }

        var online = number % 6 is 1 or 3;
        var visit = (await load.Ask(key => patient.Book(new(hold.Id, online ? PaymentProvider.Stripe : PaymentProvider.Manual), key))).Value;
        await ledger.Write(visit.Id, Said.Booked);
        if (online)
            await PayOnPage(visit);
        else if (number % 6 != 4)
            await PayAtDesk(visit);
        if (number % 6 is 2 or 4)
            await Cancel(visit.Id);
    }

    async Task PayAtDesk(AppointmentAnswer visit)
    {
        _ = (await load.Ask(key => site.Ground.Desk().PayManually(visit.Payment!.Id, new(visit.Due, ManualMethod.Cash, $"receipt {visit.Id}"), key))).Value;
        await ledger.Write(visit.Id, Said.Confirmed);
    }

    async Task PayOnPage(AppointmentAnswer visit)
    {
        for (var began = site.Tally.Now; site.Tally.Now - began < Patience; await Task.Delay(Pause))
        {
            if ((await load.Ask(_ => site.Ground.Desk().Payment(visit.Payment!.Id))).Value.CheckoutUrl is null || await Page(visit.Payment!.Id) is not { } page)
                continue;
            site.Sandbox.Controls.Pay(page);
            await ledger.Write(visit.Id, Said.Captured);
            return;
        }

        throw new TimeoutException("no page to pay on came");
    }

    /// <summary>The provider's id of the page, straight from the database, which may be away.</summary>
    async Task<string?> Page(Guid payment)
    {
        try
        {
            return await site.Ground.Page(payment);
        }
        catch (Npgsql.NpgsqlException)
        {
            return null;
        }
    }

    async Task Cancel(Guid visit)
    {
        await ledger.Write(visit, Said.MayBeCancelled);
        _ = (await load.Ask(key => patient.Cancel(visit, new("other plans"), key))).Value;
        await ledger.Write(visit, Said.Cancelled);
    }
}
