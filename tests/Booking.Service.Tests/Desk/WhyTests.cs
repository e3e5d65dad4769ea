using System.Net;
using Booking.Contracts;
using Booking.Service.Tests.Availability;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Xunit;
using static Booking.Service.Tests.Availability.OfferedIsBookableTests;

namespace Booking.Service.Tests.Desk;

/// <summary>Why a time is offered or not.</summary>
public sealed class WhyTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    const int Lives = 8, Steps = 12;

    static readonly Gen<Step> AnyStep =
        from act in Gen.Elements(Enum.GetValues<Act>())
        from pick in Gen.Choose(0, 9999)
        from other in Gen.Choose(0, 9999)
        select new Step(act, pick, other);

    /// <summary>What a hold is refused with for each reason.</summary>
    static readonly Dictionary<WhyCode, string?> Refusals = new()
    {
        [WhyCode.Free] = null, [WhyCode.Window] = "slot-not-offered", [WhyCode.Exception] = "slot-not-offered", [WhyCode.Horizon] = "slot-not-offered",
        [WhyCode.Paused] = "slot-not-offered", [WhyCode.NotVerified] = "slot-not-offered", [WhyCode.Notice] = "notice-too-short", [WhyCode.Claim] = "slot-taken",
        [WhyCode.Limit] = "day-full", [WhyCode.Past] = "slot-started",
    };

    [Fact]
    public void It_is_free_exactly_when_a_hold_is_given_and_else_says_what_the_hold_is_refused_with()
    {
        var lives = AnyStep.ArrayOf(Steps).ToArbitrary();
        Prop.ForAll(lives, life => Task.Run(() => Live(life)).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(Lives));
    }

    async Task<bool> Live(Step[] life)
    {
        var clinic = await Clinic.Open(service, rules: new(HorizonDays: 4), weekly: DoctorsLife.Week(life[0]));
        var (doctor, desk) = (new DoctorsLife(service, clinic), service.Desk());
        foreach (var step in life)
        {
            await doctor.Do(step);
            var type = (AppointmentType)(step.Pick % 2);
            var listed = await clinic.Free(type, from: clinic.Today, days: 7);
            var minute = clinic.Today.PlusDays(step.Other % 7).AtMidnight().InUtc().ToInstant() + Duration.FromMinutes(step.Pick % 288 * 5);
            await Agrees(clinic, desk, minute, type);
            await Agrees(clinic, desk, listed.Count > 0 ? listed[step.Other % listed.Count] : minute, type);
        }

        return true;
    }

    // A time that the clock overtakes between the question and the hold is asked about once more.
    static async Task Agrees(Clinic clinic, BookingClient desk, Instant start, AppointmentType type)
    {
        for (var attempt = 1; ; attempt++)
        {
            var why = (await desk.Why(clinic.Doctor, start, type)).Value;
            var hold = await clinic.Hold(desk, start, type);
            if (hold.Body is { } held)
                await desk.ReleaseHold(held.Id);
            if (hold.Problem?.Code == Refusals[why.Code] || attempt == 2)
            {
                Assert.Equal((start, Refusals[why.Code]), (start, hold.Problem?.Code));
                return;
            }
        }
    }

    [Fact]
    public async Task Each_reason_is_told_with_what_it_is_about()
    {
        var clinic = await Clinic.Open(service, weekly: Clinic.Daily(new(9, 0), new(12, 0), most: 2), rules: new(HorizonDays: 10));
        var (desk, day) = (service.Doctor(clinic.Doctor), clinic.Today.PlusDays(4));
        var slots = await clinic.Free(from: day, days: 1);
        var hold = (await clinic.Hold(service.DemoPatient(), slots[0])).Value;
        var visit = await clinic.Pending(service.DemoPatient(), slots[1]);
        var block = (await service.Desk().AddException(clinic.Doctor, new(day.PlusDays(1), ExceptionType.Blocked, "Congress"))).Value;
        var custom = (await service.Desk().AddException(clinic.Doctor, new(day.PlusDays(2), ExceptionType.CustomHours, "Late shift", new(15, 0), new(17, 0)))).Value;
        var oneDay = Duration.FromDays(1);

        async Task<WhyAnswer> At(Instant start) => (await desk.Why(clinic.Doctor, start)).Value;

        Assert.Equal((WhyCode.Claim, hold.Id, hold.ExpiresAt), (await At(slots[0])) is var held ? (held.Code, held.HoldId!.Value, held.Until!.Value) : default);
        Assert.Equal((WhyCode.Claim, visit.Id, visit.PatientId), (await At(slots[1])) is var booked ? (booked.Code, booked.AppointmentId!.Value, booked.Patient!.Id) : default);
        Assert.Equal(WhyCode.Limit, (await At(slots[2])).Code);
        Assert.Equal((WhyCode.Exception, block.Id, "Congress"), (await At(slots[0] + oneDay)) is var blocked ? (blocked.Code, blocked.ExceptionId!.Value, blocked.Reason) : default);
        Assert.Equal((WhyCode.Exception, custom.Id, "Late shift"), (await At(slots[0] + oneDay * 2)) is var other ? (other.Code, other.ExceptionId!.Value, other.Reason) : default);
        Assert.Equal(WhyCode.Free, (await At(slots[0] + oneDay * 3)).Code);
        Assert.Equal(WhyCode.Window, (await At(slots[0] + Duration.FromMinutes(10))).Code);
        Assert.Equal(WhyCode.Horizon, (await At(slots[0] + oneDay * 8)).Code);
        Assert.Equal(WhyCode.Horizon, (await At(slots[0] + oneDay * 40)).Code);
        _ = (await desk.PauseDoctor(clinic.Doctor)).Value;
        Assert.Equal(WhyCode.Paused, (await At(slots[0])).Code);
        (await service.Patient().Why(clinic.Doctor, slots[0])).Refused(HttpStatusCode.Forbidden, "forbidden");
        (await service.Desk().Why(Guid.NewGuid(), slots[0])).Refused(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task The_day_sheet_says_who_holds_why_they_come_and_why_a_time_is_blocked_and_a_refused_block_whom_it_hits()
    {
        var clinic = await Clinic.Open(service, weekly: Clinic.Daily(new(9, 0), new(12, 0)));
        var (desk, free) = (service.Desk(), await clinic.Free(from: clinic.Today.PlusDays(4), days: 1));
        var held = (await clinic.Hold(service.DemoPatient(), free[0])).Value;
        _ = (await clinic.Hold(desk, free[1])).Value;
        var hold = (await clinic.Hold(service.DemoPatient(), free[2])).Value;
        var visit = (await service.DemoPatient().Book(new(hold.Id, PaymentProvider.Manual, Reason: "Palpitations"))).Value;
        var date = free[0].InUtc().Date;
        _ = (await desk.AddException(clinic.Doctor, new(date, ExceptionType.Blocked, "Meeting", new(10, 30), new(11, 0)))).Value;

        var sheet = (await desk.DaySheet(clinic.Doctor, date)).Value.Slots.Where(slot => slot.Type == AppointmentType.Standard).ToList();
        var refused = (await desk.AddException(clinic.Doctor, new(date, ExceptionType.Blocked, "Away"))).Conflict("visits-in-the-way");

        Assert.Equal((held.Id, held.ExpiresAt, visit.PatientId), (sheet[0].HoldId, sheet[0].HeldUntil, sheet[0].Patient!.Id));
        Assert.Equal((DayState.Held, null), (sheet[1].State, sheet[1].Patient));
        Assert.Equal((visit.Id, "Palpitations"), (sheet[2].AppointmentId, sheet[2].Reason));
        Assert.Equal((DayState.Blocked, "Meeting"), (sheet[3].State, sheet[3].Reason));
        var hit = Assert.Single(refused.Visits!);
        Assert.Equal((visit.Id, visit.Start, AppointmentStatus.PendingPayment, visit.PatientId), (hit.AppointmentId, hit.Start, hit.Status, hit.Patient!.Id));
        Assert.NotEmpty(hit.Patient.FullName);
    }
}
