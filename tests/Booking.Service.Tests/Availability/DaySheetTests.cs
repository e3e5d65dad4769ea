using System.Net;
using Booking.Contracts;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Availability;

public sealed class DaySheetTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task Each_slot_has_the_state_that_the_desk_needs_to_know()
    {
        var clinic = await Clinic.Open(service, weekly: Clinic.Daily(new(9, 0), new(12, 0)));
        var free = await clinic.Free();
        _ = (await clinic.Hold(service.Patient(), free[0])).Value;
        var pending = await clinic.Pending(service.DemoPatient(), free[1]);
        var confirmed = await clinic.Confirmed(service.Patient(), free[2]);
        _ = (await service.Desk().AddException(clinic.Doctor, new(free[3].InUtc().Date, ExceptionType.Blocked, "Meeting", new(10, 30), new(11, 0)))).Value;

        var sheet = (await service.Doctor(clinic.Doctor).DaySheet(clinic.Doctor, free[0].InUtc().Date)).Value;

        var standard = sheet.Slots.Where(slot => slot.Type == AppointmentType.Standard).ToList();
        Assert.Equal(
            [DayState.Held, DayState.PendingPayment, DayState.Confirmed, DayState.Blocked, DayState.Free, DayState.Free],
            standard.Select(slot => slot.State));
        Assert.Equal([null, pending.Id, confirmed.Id, null, null, null], standard.Select(slot => slot.AppointmentId));
        Assert.Equal([null, PaymentStatus.Pending, PaymentStatus.Paid, null, null, null], standard.Select(slot => slot.PaymentStatus));
        Assert.Equal(pending.PatientId, standard[1].Patient!.Id);
        Assert.Equal([DayState.Held, DayState.Blocked, DayState.Free, DayState.Free], sheet.Slots.Where(slot => slot.Type == AppointmentType.Followup).Select(slot => slot.State));
    }

    [Fact]
    public async Task A_visit_that_the_schedule_no_longer_covers_is_flagged_and_stays()
    {
        var clinic = await Clinic.Open(service, weekly: Clinic.Daily(new(9, 0), new(12, 0)));
        var visit = await clinic.Confirmed(service.Patient(), (await clinic.Free())[0]);
        var desk = service.Desk();
        var block = new ExceptionRequest(visit.Start.InUtc().Date, ExceptionType.Blocked, "Away");

        var refused = (await desk.AddException(clinic.Doctor, block)).Conflict("visits-in-the-way");
        Assert.Equal(visit.Id, Assert.Single(refused.Visits!).AppointmentId);
        Assert.False((await clinic.OnDaySheet(visit.Start)).Flagged);
        var forced = (await desk.AddException(clinic.Doctor, block, force: true)).Value;

        Assert.Equal(visit.Id, Assert.Single(forced.Conflicts).AppointmentId);
        var slot = await clinic.OnDaySheet(visit.Start);
        Assert.Equal((visit.Id, DayState.Confirmed, true), (slot.AppointmentId, slot.State, slot.Flagged));
    }

    // A slot belongs to the date on which its window starts, and so does the visit in it.
    [Fact]
    public async Task A_night_clinics_sheet_shows_the_visits_after_midnight_once_and_under_the_evening()
    {
        var clinic = await Clinic.Open(service, weekly: Clinic.Daily(new(22, 0), new(2, 0)));
        var evening = clinic.Today.PlusDays(2);
        var one = evening.PlusDays(1).At(new LocalTime(1, 0)).InUtc().ToInstant();
        var visit = await clinic.Pending(service.Patient(), one);

        var slot = await clinic.OnDaySheet(one, evening);
        var next = (await service.Desk().DaySheet(clinic.Doctor, evening.PlusDays(1))).Value;

        Assert.Equal((DayState.PendingPayment, visit.Id), (slot.State, slot.AppointmentId));
        Assert.DoesNotContain(next.Slots, other => other.Start == one);
        Assert.Equal(8, next.Slots.Count(other => other.Type == AppointmentType.Standard));
    }

    [Fact]
    public async Task The_sheet_is_for_the_desk_and_the_doctor_it_is_about()
    {
        var clinic = await Clinic.Open(service);

        (await service.Patient().DaySheet(clinic.Doctor, clinic.Today)).Refused(HttpStatusCode.Forbidden, "forbidden");
        (await service.Doctor(Guid.NewGuid()).DaySheet(clinic.Doctor, clinic.Today)).Refused(HttpStatusCode.Forbidden, "forbidden");
        (await service.Desk().DaySheet(Guid.NewGuid(), clinic.Today)).Refused(HttpStatusCode.NotFound, "not-found");
    }
}
