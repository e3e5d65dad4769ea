using System.Net;
using Booking.Contracts;
using Booking.EventStore;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Schedules;

/// <summary>The desk changes the hours while patients hold: whoever is first is right, and nobody ends up in between.</summary>
public sealed class ScheduleRaceTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    static readonly WeeklyWindow[] Early = Clinic.Daily(new(8, 0), new(12, 0)), Late = Clinic.Daily(new(13, 0), new(17, 0));

    // Each hold's event stands in the log after the hours that offered it and before the hours that did not.
    [Fact]
    public async Task A_hold_is_never_made_on_hours_that_were_replaced_before_it()
    {
        var clinic = await Clinic.Open(service, weekly: Early);
        var date = clinic.Today.PlusDays(2);
        var starts = Enumerable.Range(8, 9).Where(hour => hour != 12).Select(hour => date.At(new LocalTime(hour, 0)).InUtc().ToInstant()).ToArray();
        for (var round = 0; round < 6; round++)
        {
            var (patients, day) = (Enumerable.Range(0, starts.Length).Select(_ => service.Patient()).ToArray(), Duration.FromDays(round));
            var change = service.Desk().SetSchedule(clinic.Doctor, new(round % 2 == 0 ? Late : Early));
            var answers = await Task.WhenAll(patients.Select((patient, i) => clinic.Hold(patient, starts[i] + day)));
            _ = (await change).Value;

            Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.Created), answer => answer.Conflict("slot-not-offered"));
            Assert.NotEmpty(await clinic.Free());
        }

        Assert.Equal(0, await PhantomHolds(clinic.Doctor));
        await Invariants.Check(service);
    }

    [Fact]
    public async Task A_block_and_the_visits_it_would_hit_do_not_miss_each_other()
    {
        var clinic = await Clinic.Open(service, weekly: Early);
        for (var round = 0; round < 8; round++)
        {
            var date = clinic.Today.PlusDays(1 + round);
            var patient = service.Patient();
            var hold = (await clinic.Hold(patient, date.At(new LocalTime(9, 0)).InUtc().ToInstant())).Value;

            var booking = Clinic.Book(patient, hold);
            var blocked = await service.Desk().AddException(clinic.Doctor, new(date, ExceptionType.Blocked, "Away"));
            var visit = (await booking).Value;

            // Either the block saw the visit and was refused, or it came first and the visit, promised by its hold, is flagged.
            var flagged = (await clinic.OnDaySheet(visit.Start)).Flagged;
            Assert.Equal(blocked.Status == HttpStatusCode.Created, flagged);
            Assert.True(blocked.Status == HttpStatusCode.Created || blocked.Problem?.Code == "visits-in-the-way");
        }

        await Invariants.Check(service);
    }

    [Fact]
    public async Task Two_desks_that_change_one_schedule_on_what_they_saw_are_one_change()
    {
        var clinic = await Clinic.Open(service, weekly: Early);
        var seen = (await service.Desk().Schedule(clinic.Doctor)).ETag;

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i =>
            service.Desk().SetSchedule(clinic.Doctor, new(Clinic.Daily(new(8, 0), new(13 + i, 0))), ifMatch: seen)));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.OK), answer => answer.Refused(HttpStatusCode.PreconditionFailed, "version-mismatch"));
    }

    /// <summary>Holds whose hour lies outside the week that was last set before them in the log.</summary>
    Task<long> PhantomHolds(Guid doctor) => Invariants.Count(
        service,
        """
        select count(*) from mt_events held
         cross join lateral (
            select set.data #>> '{weekly,0,hours,start}' as opens from mt_events set
             where set.type = 'weekly_hours_set' and set.stream_id = $2 and set.seq_id < held.seq_id order by set.seq_id desc limit 1) week
         where held.type = 'slot_held' and held.data ->> 'doctor' = $1
           and (extract(hour from (held.data ->> 'start')::timestamptz at time zone 'UTC') < 12) <> (week.opens like '08%')
        """,
        Pg.Text(doctor.ToString()), Pg.Uuid(Booking.Service.Schedules.Schedule.Stream(new(doctor)).Value));
}
