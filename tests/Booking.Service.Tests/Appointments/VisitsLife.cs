using System.Net;
using Booking.Contracts;
using Booking.EventStore;
using NodaTime;
using Xunit;
using static Booking.Service.Tests.Appointments.VisitsLifeTests;

namespace Booking.Service.Tests.Appointments;

/// <summary>One doctor's visits, and what each random step does to them. After each: what was freed is free, what was shown is what happened.</summary>
sealed class VisitsLife(ServiceFixture service, Clinic clinic)
{
    public const int HorizonDays = 10;

    static readonly string[] Refusals =
    [
        "visit-cancelled", "visit-ended", "visit-started", "visit-not-confirmed", "visit-not-started", "too-late-to-move", "too-late-to-reopen", "too-late-for-provider",
        "slot-taken", "slot-not-offered", "slot-started", "patient-busy",
    ];

    readonly List<Guid> visits = [];
    readonly BookingClient patient = service.Patient(), desk = service.Desk(), doctor = service.Doctor(clinic.Doctor);

    public async Task Do(Step step)
    {
        if (step.Act == Act.Wait)
            await Pass(Duration.FromMinutes(step.Pick % 2_000));
        else if (step.Act == Act.Back)
            await Pass(-Duration.FromMinutes(step.Pick % 300));
        else if (step.Act == Act.Book || visits.Count == 0)
            await Book(step);
        else
            await Change(step, (await desk.Appointment(visits[step.Pick % visits.Count])).Value);
    }

    /// <summary>What nobody has paid for ends by a message of its own; the next step must not meet it halfway.</summary>
    async Task Pass(Duration time)
    {
        await service.Advance(time);
        await Waiting.Until(
            async () => await Invariants.Count(
                service, "select count(*) from appointments where status = 'pending_payment' and pay_by <= $1", Pg.At(service.Now)) == 0,
            "unpaid visits to end");
    }

    async Task Book(Step step)
    {
        var type = (AppointmentType)(step.Other % 2);
        var free = await Free(type);
        if (free.Count == 0 || (await Answered(clinic.Hold(patient, free[step.Pick % free.Count], type))).Body is not { } hold)
            return;
        if ((await Answered(Clinic.Book(patient, hold))).Body is { } visit)
            visits.Add(visit.Id);
        else
            _ = await patient.ReleaseHold(hold.Id);
    }

    Task Change(Step step, AppointmentAnswer visit) => step.Act switch
    {
        Act.Pay => clinic.Pay(visit),
        Act.Move => Move(step, visit),
        Act.Cancel => Cancel(step, visit),
        Act.Complete => Answered(desk.Complete(visit.Id)),
        Act.Miss => Answered(doctor.NoShow(visit.Id)),
        _ => Answered(desk.Reopen(visit.Id)),
    };

    async Task Move(Step step, AppointmentAnswer visit)
    {
        var free = await Free(visit.Type);
        var to = step.Pick % 4 == 0 || free.Count == 0 ? visit.Start + Duration.FromMinutes(15 * ((step.Other % 9) - 4)) : free[step.Other % free.Count];

        var answer = await Answered(Who(step).Reschedule(visit.Id, new(to, For: For(step))));

        if (answer.Body is { } moved)
        {
            Assert.Equal((visit.Id, visit.Status, visit.Due, visit.Payment), (moved.Id, moved.Status, moved.Due, moved.Payment));
            Assert.Equal(to, moved.Start);
            if (to != visit.Start)
                await IsFree(visit);
        }
    }

    async Task Cancel(Step step, AppointmentAnswer visit)
    {
        var before = (await desk.Payment(visit.Payment!.Id)).Value.Refunded;
        var preview = await Who(step).PreviewCancellation(visit.Id, For(step));

        var answer = await Answered(Who(step).Cancel(visit.Id, new("Random", For(step))));

        if (visit.Status is AppointmentStatus.Cancelled or AppointmentStatus.Refunded)
            return;
        Assert.Equal(preview.Problem?.Code, answer.Problem?.Code);
        if (answer.Body is { } cancelled)
        {
            Assert.Equal(preview.Value, new(cancelled.Cancellation!.Refund, cancelled.Cancellation.Fee, cancelled.Cancellation.Rule));
            Assert.Equal(before.Amount + preview.Value.Refund.Amount, (await desk.Payment(visit.Payment.Id)).Value.Refunded.Amount);
            await IsFree(visit);
        }
    }

    /// <summary>A time that a visit has left can be had by the next, as far as the clock lets it be offered.</summary>
    async Task IsFree(AppointmentAnswer left)
    {
        if (left.Start > service.Now + Duration.FromMinutes(1) && left.Start.InUtc().Date < clinic.Today.PlusDays(HorizonDays))
            Assert.Contains(left.Start, await clinic.Free(left.Type, from: left.Start.InUtc().Date, days: 1));
    }

    Task<List<Instant>> Free(AppointmentType type) => clinic.Free(type, from: clinic.Today, days: HorizonDays);

    BookingClient Who(Step step) => (step.Other % 4) switch { 0 or 1 => patient, 2 => desk, _ => doctor };

    static ActingFor? For(Step step) => step.Other % 4 != 2 ? null : (step.Pick % 3) switch { 0 => ActingFor.Patient, 1 => ActingFor.Doctor, _ => null };

    static async Task<Answer<T>> Answered<T>(Task<Answer<T>> asked)
    {
        var answer = await asked;
        Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.Created || Refusals.Contains(answer.Problem?.Code, StringComparer.Ordinal), $"{(int)answer.Status} {answer.Problem?.Code}");
        return answer;
    }
}
