using Booking.Contracts;
using Booking.Service.Accounts;
using Booking.Testing;
using Microsoft.Extensions.Hosting;
using NodaTime;

namespace Booking.Service.Tests.Ops;

/// <summary>A clinic to which a bit of everything has happened, over HTTP: each test gets a copy of its database.</summary>
public static class BusyClinic
{
    public static Task<TestDatabase> Create() => TestDatabase.Create(Fill, "busy clinic");

    /// <summary>One hold each that lives and that was released; a visit each that is pending, confirmed, cancelled unpaid, refunded and refunded less a fee.</summary>
    static async Task Fill(string connectionString)
    {
        await using var host = ServiceFixture.StartOn(connectionString, Environments.Development);
        var desk = new BookingClient(host.Client());
        _ = (await desk.SignIn(DemoAccounts.FrontDeskEmail, DemoAccounts.Password)).Value;
        var patient = new BookingClient(host.Client());
        _ = (await patient.SignIn(DemoAccounts.PatientEmail, DemoAccounts.Password)).Value;
        var starts = new Queue<Instant>(await FreeStarts(patient));

        var late = await Visit(patient, starts.Dequeue());
        await Pay(desk, late);
        _ = (await patient.SetClock(late.Start - Duration.FromHours(12))).Value;
        _ = (await patient.Cancel(late.Id, new CancelRequest("too late for all of it"))).Value;

        // Two days on, so that the demo doctor's policy gives everything back.
        while (starts.Peek() < late.Start + Duration.FromDays(2))
        {
            starts.Dequeue();
        }

        _ = await Visit(patient, starts.Dequeue());
        await Pay(desk, await Visit(patient, starts.Dequeue()));
        _ = (await patient.Cancel((await Visit(patient, starts.Dequeue())).Id, new CancelRequest("before paying"))).Value;
        var early = await Visit(patient, starts.Dequeue());
        await Pay(desk, early);
        _ = (await patient.Cancel(early.Id, new CancelRequest("in time"))).Value;
        var released = await Hold(patient, starts.Dequeue());
        _ = await patient.ReleaseHold(released.Id);
        _ = await Hold(patient, starts.Dequeue());
    }

    static async Task<List<Instant>> FreeStarts(BookingClient client)
    {
        var today = (await client.Clock()).Value.Now.InUtc().Date;
        var free = (await client.Availability(DemoAccounts.Doctor.Value, new(today.PlusDays(2), today.PlusDays(16)))).Value;
        return [.. free.Days.SelectMany(day => day.Slots).Select(slot => slot.Start)];
    }

    static async Task<HoldAnswer> Hold(BookingClient client, Instant start) =>
        (await client.Hold(new(DemoAccounts.Doctor.Value, start, AppointmentType.Standard))).Value;

    static async Task<AppointmentAnswer> Visit(BookingClient client, Instant start) =>
        (await client.Book(new((await Hold(client, start)).Id, PaymentProvider.Manual))).Value;

    static async Task Pay(BookingClient desk, AppointmentAnswer visit) =>
        _ = (await desk.PayManually(visit.Payment!.Id, new(visit.Due, ManualMethod.Cash, $"receipt {visit.Id}"))).Value;
}
