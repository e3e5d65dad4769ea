using Booking.Contracts;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.TimeZones;

/// <summary>Laws that no parliament has made yet, one after the other. The database stands by the last of them since, so no other test shares it.</summary>
[Collection(OneProcess.Name)]
public sealed class LawAfterLawTests(LawFixture service) : IClassFixture<LawFixture>
{
    static readonly LocalDate Day = new(2026, 11, 26);

    [Fact]
    public async Task One_law_after_another_keeps_every_promise_or_says_where_it_could_not()
    {
        string[] clocks = ["Europe/Berlin", "Asia/Kolkata", "Asia/Kathmandu", "Australia/Lord_Howe", "America/St_Johns", "UTC"];
        var random = new Random(20261126);
        Zones.Use(Tzdb.After);
        var clinic = await Clinic.Open(service, weekly: Clinic.Daily(new(0, 0), new(0, 0), 30, 5), zone: "Asia/Dubai");
        List<(AppointmentAnswer Visit, LocalDateTime Promised)> visits = [];
        for (var law = 0; law < 6; law++)
        {
            var free = await clinic.Free(from: Day, days: 2);
            for (var i = 0; i < 4; i++)
            {
                var visit = await clinic.Confirmed(service.Patient(), free[random.Next(free.Count / 4) + (i * free.Count / 4)]);
                visits.Add((visit, visit.Start.InZone(Zones.Get("Asia/Dubai")).LocalDateTime));
            }

            _ = await clinic.Hold(service.Patient(), (await clinic.Free(from: Day, days: 2))[random.Next(20)]);
            await service.Enact(Tzdb.Law($"2027{(char)('a' + law)}", ("Asia/Dubai", clocks[random.Next(clocks.Length)])));

            foreach (var (visit, promised) in visits)
            {
                var start = (await service.Visit(visit)).Start;
                var flag = (await clinic.OnDaySheet(start, start.InZone(Zones.Get("Asia/Dubai")).Date)).FlagReason;
                Assert.Equal(flag != FlagReason.ClockChanged, start.InZone(Zones.Get("Asia/Dubai")).LocalDateTime == promised);
            }

            var fresh = await Clinic.Open(service, weekly: Clinic.Daily(new(0, 0), new(0, 0), 30, 5), zone: "Asia/Dubai");
            var offered = await clinic.Free(from: Day.PlusDays(4), days: 2);
            Assert.Equal(await fresh.Free(from: Day.PlusDays(4), days: 2), offered);
            var patient = service.Patient();
            _ = (await patient.ReleaseHold((await clinic.Hold(patient, offered[random.Next(offered.Count)])).Value.Id)).Value;
        }

        await Invariants.Check(service);
    }
}
