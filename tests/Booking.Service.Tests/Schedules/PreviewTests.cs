using System.Net;
using Booking.Contracts;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Schedules;

/// <summary>What a week would offer is what it then offers.</summary>
public sealed class PreviewTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    static readonly IReadOnlyList<AppointmentType> Both = Enum.GetValues<AppointmentType>();

    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("Africa/Cairo")]
    [InlineData("Australia/Lord_Howe")]
    public async Task A_preview_is_exactly_what_is_offered_once_it_is_saved_over_every_clock_change(string zone)
    {
        var clinic = await Clinic.Open(service, rules: new(MinimumNoticeMinutes: 0, HorizonDays: 400), zone: zone);
        var (desk, first) = (service.Desk(), service.Now.InZone(DateTimeZoneProviders.Tzdb[zone]).Date.PlusDays(2));
        WeeklyWindow[] week =
        [
            .. Clinic.Daily(new(22, 10), new(3, 50), slot: 25, buffer: 5, types: AppointmentType.Standard),
            .. Clinic.Daily(new(9, 0), new(11, 0), slot: 40), .. Clinic.Daily(new(12, 0), new(13, 0), slot: 20, types: AppointmentType.Followup),
        ];
        _ = (await desk.AddException(clinic.Doctor, new(first.PlusDays(3), ExceptionType.Blocked, "Congress"))).Value;
        _ = (await desk.AddException(clinic.Doctor, new(first.PlusDays(5), ExceptionType.CustomHours, "Late", new(15, 0), new(17, 0), 30, 0, null, Both))).Value;

        var jumps = 0;
        List<(LocalDate From, SchedulePreviewAnswer Answer)> previews = [];
        for (var from = first; from < first.PlusDays(372); from = from.PlusDays(62))
            previews.Add((from, (await desk.PreviewSchedule(clinic.Doctor, new(week, from, from.PlusDays(61)))).Value));
        Assert.NotEmpty((await clinic.Slots(from: first, days: 1)));
        _ = (await desk.SetSchedule(clinic.Doctor, new(week))).Value;

        foreach (var (from, preview) in previews)
        {
            foreach (var type in Both)
            {
                var offered = (await service.Anonymous().Availability(clinic.Doctor, new(from, from.PlusDays(61), Type: type))).Value.Days;
                Assert.Equal(
                    offered.Select(day => (day.Date, string.Join(' ', day.Slots.Select(slot => $"{slot.Start} {slot.End} {slot.Local}")))),
                    preview.Days.Select(day => (day.Date, string.Join(' ', day.Slots.Where(slot => slot.Types.Contains(type)).Select(slot => $"{slot.Start} {slot.End} {slot.Local}")))));
            }
            jumps += preview.Days.Sum(day => day.ClockChanges.Count);
        }

        Assert.Equal(2, jumps);
        Assert.Equal(["Congress"], previews[0].Answer.Days[3].Exceptions.Select(exception => exception.Reason));
    }

    [Fact]
    public async Task A_jump_is_told_on_its_day_by_both_clocks()
    {
        var clinic = await Clinic.Open(service, zone: "Europe/Berlin");

        var preview = (await service.Desk().PreviewSchedule(clinic.Doctor, new(Clinic.Daily(new(0, 0), new(4, 0)), new(2027, 3, 27), new(2027, 3, 28)))).Value;

        Assert.Equal(("Europe/Berlin", 8, 6), (preview.TimeZone, preview.Days[0].Slots.Count, preview.Days[1].Slots.Count));
        var jump = Assert.Single(preview.Days[1].ClockChanges);
        Assert.Equal((new LocalTime(2, 0), new LocalTime(3, 0), Instant.FromUtc(2027, 3, 28, 1, 0)), (jump.Before.TimeOfDay, jump.After.TimeOfDay, jump.At));
        Assert.Empty(preview.Days[0].ClockChanges);
    }

    [Fact]
    public async Task A_preview_says_which_visits_it_would_leave_outside_and_changes_nothing()
    {
        var clinic = await Clinic.Open(service);
        var visit = await clinic.Confirmed(service.DemoPatient(), (await clinic.Free())[20]);
        var (desk, day) = (service.Desk(), visit.Start.InUtc().Date);

        var preview = (await desk.PreviewSchedule(clinic.Doctor, new([], day, day))).Value;

        Assert.Equal((visit.Id, visit.PatientId), Assert.Single(preview.Conflicts) is var hit ? (hit.AppointmentId, hit.Patient!.Id) : default);
        Assert.Equal(7, (await desk.Schedule(clinic.Doctor)).Value.Weekly.Count);
        _ = (await desk.SetSchedule(clinic.Doctor, new([]))).Value;
        Assert.Equal(visit.PatientId, Assert.Single((await desk.Schedule(clinic.Doctor)).Value.Conflicts).Patient!.Id);
        (await service.Doctor(Guid.NewGuid()).PreviewSchedule(clinic.Doctor, new([], day, day))).Refused(HttpStatusCode.Forbidden, "forbidden");
        (await desk.PreviewSchedule(clinic.Doctor, new([], day, day.PlusDays(62)))).Refused(HttpStatusCode.BadRequest, "invalid");
        (await desk.PreviewSchedule(Guid.NewGuid(), new([], day, day))).Refused(HttpStatusCode.NotFound, "not-found");
    }
}
