using Booking.Contracts;
using NodaTime;
using Payments.Sandbox;
using Xunit;

namespace Booking.Service.Tests.Payments;

/// <summary>A visit that moved, and its money at a provider.</summary>
public sealed class MovedVisitTests(PayingFixture service) : IClassFixture<PayingFixture>
{
    static readonly Duration PaymentTime = Duration.FromMinutes(35);

    [Fact]
    public async Task A_pending_visit_that_moved_is_paid_where_it_stands_and_ends_there_when_nobody_pays()
    {
        var clinic = await PayingClinic.Open(service, PaymentProvider.Stripe);
        var (patient, free) = (service.Patient(), await clinic.Free());
        var (paid, unpaid) = (await clinic.Pending(patient, free[0]), await clinic.Pending(patient, free[1]));
        foreach (var (visit, to) in ((AppointmentAnswer, Instant)[])[(paid, free[6]), (unpaid, free[7])])
            Assert.Equal((AppointmentStatus.PendingPayment, to), (await patient.Reschedule(visit.Id, new(to))).Value is var moved ? (moved.Status, moved.Start) : default);
        await clinic.Pay(paid);

        await service.PassTime(PaymentTime);

        await clinic.Until(unpaid, AppointmentStatus.Cancelled);
        Assert.Equal((AppointmentStatus.Confirmed, free[6]), (await patient.Appointment(paid.Id)).Value is var stands ? (stands.Status, stands.Start) : default);
        Assert.Equal(free.Except([free[6]]), await clinic.Free());
        await Invariants.Check(service);
    }

    [Theory]
    [InlineData(PaymentProvider.Razorpay)]
    [InlineData(PaymentProvider.PayTabs)]
    public async Task Late_money_brings_a_visit_back_where_it_stood_last_and_nowhere_else(PaymentProvider provider)
    {
        var clinic = await PayingClinic.Open(service, provider);
        var free = await clinic.Free();
        var (back, taken) = (await Lapsed(clinic, free[0], free[6]), await Lapsed(clinic, free[2], free[8]));
        _ = await clinic.Clinic.Confirmed(service.Patient(), free[8]);

        foreach (var visit in (AppointmentAnswer[])[back, taken])
            service.Providers.LateCapture(await clinic.Checkout(visit));

        await clinic.Until(back, AppointmentStatus.Confirmed);
        Assert.Equal(free[6], (await clinic.Desk.Appointment(back.Id)).Value.Start);
        await clinic.Until(taken, p => p.Status == PaymentStatus.Refunded && p.Refunded == taken.Due, "everything back");
        Assert.Equal(AppointmentStatus.Cancelled, (await clinic.Desk.Appointment(taken.Id)).Value.Status);
        Assert.Equal(free.Except([free[6], free[8]]), await clinic.Free());
        await Invariants.Check(service);
    }

    // The money's transaction and the move's each read the visit's row before the other has changed it.
    [Fact]
    public async Task A_visit_that_moves_while_it_is_paid_is_confirmed_where_it_moved()
    {
        var clinic = await PayingClinic.Open(service, PaymentProvider.Razorpay);
        var (patient, free) = (service.Patient(), await clinic.Free());
        for (var round = 0; round < 6; round++)
        {
            var visit = await clinic.Pending(patient, free[round]);
            var (page, to) = (await clinic.Checkout(visit), free[20 + round]);

            var (move, pay) = (patient.Reschedule(visit.Id, new(to)), Task.Run(() => service.Providers.Pay(page)));
            await Task.WhenAll(move, pay);

            Assert.Equal(to, (await move).Value.Start);
            await clinic.Until(visit, AppointmentStatus.Confirmed);
            Assert.Equal(to, (await patient.Appointment(visit.Id)).Value.Start);
        }

        Assert.Equal(free.Count - 6, (await clinic.Free()).Count);
        await Invariants.Check(service);
    }

    [Fact]
    public async Task Money_that_comes_while_the_visit_moves_after_its_end_finds_it_cancelled_and_gone()
    {
        var clinic = await PayingClinic.Open(service, PaymentProvider.Razorpay);
        var free = await clinic.Free();
        var visit = await Lapsed(clinic, free[0], free[6]);

        (await clinic.Desk.Reschedule(visit.Id, new(free[9]))).Conflict("visit-cancelled");
        _ = await clinic.Clinic.Hold(service.Patient(), free[6]);
        service.Providers.LateCapture(await clinic.Checkout(visit));

        await clinic.Until(visit, p => p.Refunded == visit.Due, "everything back");
        await Invariants.Check(service);
    }

    /// <summary>Booked, moved, and cancelled as unpaid.</summary>
    async Task<AppointmentAnswer> Lapsed(PayingClinic clinic, Instant start, Instant to)
    {
        var patient = service.Patient();
        var visit = await clinic.Pending(patient, start);
        _ = (await patient.Reschedule(visit.Id, new(to))).Value;
        await service.PassTime(PaymentTime);
        await clinic.Until(visit, AppointmentStatus.Cancelled);
        return visit;
    }
}
