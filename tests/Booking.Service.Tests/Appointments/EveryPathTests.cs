using Booking.Contracts;
using NodaTime;
using Xunit;
using static Booking.Contracts.AppointmentType;

namespace Booking.Service.Tests.Appointments;

/// <summary>Whichever way a time is taken, the doctor's rules are the same.</summary>
public sealed class EveryPathTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    static readonly string[] Paths = ["hold", "any", "series", "move"], Rules = ["day-full", "slot-taken", "notice-too-short", "slot-not-offered", "slot-started"];

    public static TheoryData<string, string> Table
    {
        get
        {
            var table = new TheoryData<string, string>();
            foreach (var path in Paths)
                foreach (var rule in Rules)
                    table.Add(path, rule);
            return table;
        }
    }

    [Theory]
    [MemberData(nameof(Table))]
    public async Task A_rule_holds_on_every_path(string path, string rule)
    {
        var clinic = await Clinic.Open(service, new(MinimumNoticeMinutes: 180, HorizonDays: 20), Week(rule));
        var patient = service.Patient();
        var (forbidden, allowed) = await Starts(clinic, rule);

        Assert.Equal(path == "any" ? "slot-taken" : rule, await Take(path, clinic, patient, forbidden));
        Assert.Null(await Take(path, clinic, patient, allowed));
        await Invariants.Check(service);
    }

    /// <summary>One patient a date, or a buffer as long as the visit, or plain hours round the clock.</summary>
    static WeeklyWindow[] Week(string rule) => rule switch
    {
        "day-full" => Clinic.Daily(new(9, 0), new(12, 0), slot: 15, most: 1),
        "slot-taken" => [.. Clinic.Daily(new(9, 0), new(12, 0), buffer: 30, types: Standard), .. Clinic.Daily(new(9, 0), new(12, 0), slot: 15, types: Followup)],
        _ => Clinic.Daily(LocalTime.Midnight, LocalTime.Midnight, slot: 15),
    };

    /// <summary>A start of a follow-up that the rule forbids, and one that it does not.</summary>
    async Task<(Instant Forbidden, Instant Allowed)> Starts(Clinic clinic, string rule)
    {
        var free = await clinic.Free(Followup, from: clinic.Today.PlusDays(4), days: 5);
        var quarter = Duration.FromMinutes(15);
        switch (rule)
        {
            case "day-full":
                _ = (await clinic.Hold(service.Patient(), free[0], Followup)).Value;
                return (free[5], free[5] + Duration.FromDays(1));
            case "slot-taken":
                // The visit ends at half past nine, and the doctor is busy until ten.
                _ = (await clinic.Hold(service.Patient(), free[0], Standard)).Value;
                return (free[0] + (quarter * 3), free[0] + (quarter * 4));
            case "slot-not-offered":
                return (free[0] + Duration.FromDays(40), free[0]);
            default:
                var now = Instant.FromUnixTimeSeconds(service.Now.ToUnixTimeSeconds() / 900 * 900);
                return (rule == "slot-started" ? now : now + Duration.FromHours(2), free[0]);
        }
    }

    /// <returns>The code of the refusal; null when the time was had.</returns>
    async Task<string?> Take(string path, Clinic clinic, BookingClient patient, Instant start)
    {
        switch (path)
        {
            case "hold":
                return (await clinic.Hold(patient, start, Followup)).Problem?.Code;
            case "any":
                return (await patient.HoldAny(new(Followup, [clinic.Doctor], Start: start))).Problem?.Code;
            case "series":
                var series = await patient.BookSeries(new(clinic.Doctor, Followup, start, 2, SeriesConflict.Fail, PaymentProvider.Manual));
                return series.Problem?.Reasons!.First(reason => reason.Start == start).Code;
            default:
                var other = (await clinic.Free(Followup, from: clinic.Today.PlusDays(10), days: 5))[^1];
                var visit = (await Clinic.Book(patient, (await clinic.Hold(patient, other, Followup)).Value)).Value;
                return (await patient.Reschedule(visit.Id, new(start))).Problem?.Code;
        }
    }
}
