using Booking.Contracts;
using NodaTime;
using Xunit;
using static Booking.Service.Tests.Coupons.CouponDesk;
using static Booking.Service.Tests.Coupons.CouponLifeTests;

namespace Booking.Service.Tests.Coupons;

/// <summary>One coupon, three patients, and who should hold a use of it by now.</summary>
sealed class CouponsLife
{
    readonly ServiceFixture service;
    readonly Clinic clinic;
    readonly string code;
    readonly int most;
    readonly int? ofPatient;
    readonly BookingClient desk;
    readonly BookingClient[] patients;
    readonly List<Held> visits = [];
    int days;

    CouponsLife(ServiceFixture service, Clinic clinic, string code, int most, int? ofPatient)
    {
        (this.service, this.clinic, this.code, this.most, this.ofPatient, desk) = (service, clinic, code, most, ofPatient, service.Desk());
        patients = [service.Patient(), service.Patient(), service.Patient()];
    }

    /// <summary>Half of what was paid stays when a patient cancels.</summary>
    public static async Task<CouponsLife> Begin(ServiceFixture service, int most, int? ofPatient)
    {
        var opened = await Clinic.Open(service, policy: new([new(10, 50)], RescheduleHoursBefore: 4, NoShowRefundPercent: 0));
        return new(service, opened, await opened.Coupon(Percent(25), most, ofPatient), most, ofPatient);
    }

    public Task Do(Step step)
    {
        var visit = visits.Count == 0 ? null : visits[step.Pick % visits.Count];
        return (step.Act, visit) switch
        {
            (Act.Ask, _) => Ask(step.Pick % patients.Length),
            (Act.Expire, _) => Expire(),
            (Act.Pay, { State: State.Pending }) => Then(visit, State.Paid, clinic.Pay(visit.Visit)),
            (Act.CancelByPatient, { State: State.Pending }) => Then(visit, State.Over, patients[visit.Patient].Cancel(visit.Visit.Id, new("Random"))),
            (Act.CancelByPatient, { State: State.Paid }) => Then(visit, State.FeeKept, patients[visit.Patient].Cancel(visit.Visit.Id, new("Random"))),
            (Act.CancelByDoctor, { State: State.Pending or State.Paid }) => Then(visit, State.Over, service.Doctor(clinic.Doctor).Cancel(visit.Visit.Id, new("Random"))),
            (Act.GiveBack, { State: State.FeeKept }) => Then(visit, State.Over, desk.RefundPayment(visit.Visit.Payment!.Id, new("Random", new(7_500, "USD")))),
            _ => Task.CompletedTask,
        };
    }

    public async Task Agrees()
    {
        var held = visits.Count(visit => visit.State != State.Over);
        Assert.Equal(held, await clinic.Uses(code));
        Assert.InRange(held, 0, most);
        Assert.All(Enumerable.Range(0, patients.Length), patient => Assert.InRange(HeldBy(patient), 0, ofPatient ?? most));
    }

    async Task Ask(int patient)
    {
        var room = visits.Count(visit => visit.State != State.Over) < most && !(HeldBy(patient) >= ofPatient);
        var answer = await clinic.Ask(patients[patient], code);
        if (room)
            visits.Add(new(answer.Value, patient));
        else
            answer.Conflict("coupon-exhausted");
    }

    // Twice at most, so that every visit stays well before its start.
    async Task Expire()
    {
        if (++days > 2)
            return;
        await service.Advance(Duration.FromHours(24));
        foreach (var visit in visits.Where(visit => visit.State == State.Pending))
        {
            await Waiting.Until(async () => (await desk.Appointment(visit.Visit.Id)).Value.Status == AppointmentStatus.Cancelled, "the end of the visit");
            visit.State = State.Over;
        }
    }

    int HeldBy(int patient) => visits.Count(visit => visit.Patient == patient && visit.State != State.Over);

    static async Task Then<T>(Held visit, State state, Task<Answer<T>> done)
    {
        _ = (await done).Value;
        visit.State = state;
    }

    enum State
    {
        Pending,
        Paid,
        FeeKept,
        Over,
    }

    sealed class Held(AppointmentAnswer visit, int patient)
    {
        public AppointmentAnswer Visit => visit;
        public int Patient => patient;
        public State State { get; set; }
    }
}
