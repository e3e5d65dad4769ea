using System.Text;
using Booking.Contracts;
using Booking.Service.Calendars;
using Booking.Service.Tests.Official;
using NodaTime;
using NodaTime.Text;
using Xunit;

namespace Booking.Service.Tests.Calendars;

/// <summary>Files as Mozilla's parser reads them, which works out UTC from their VTIMEZONE alone and must agree with NodaTime.</summary>
public sealed class CalendarFileTests
{
    const string Long = "Visite médicale; à l’étage, 10 \\ 12 — Ärztin Dr. Öztürk-Größmann 👩🏽‍⚕️👩🏽‍⚕️👩🏽‍⚕️ 日本語日本語日本語日本語日本語日本語\nsecond line, with \"quotes\"";
    static readonly Instant Changed = Instant.FromUtc(2027, 1, 2, 3, 4, 5);

    [Theory]
    [InlineData("Europe/Berlin", "2027-01-12T09:00:00", "2027-01-12T08:00:00Z")]
    [InlineData("Europe/Berlin", "2027-07-13T09:00:00", "2027-07-13T07:00:00Z")]
    [InlineData("America/New_York", "2027-03-15T09:00:00", "2027-03-15T13:00:00Z")]
    [InlineData("Australia/Lord_Howe", "2027-01-12T09:00:00", "2027-01-11T22:00:00Z")]
    [InlineData("Asia/Kathmandu", "2027-01-12T09:00:00", "2027-01-12T03:15:00Z")]
    [InlineData("Africa/Casablanca", "2027-02-20T09:00:00", "2027-02-20T09:00:00Z")]
    [InlineData("Asia/Dubai", "2027-07-13T09:00:00", "2027-07-13T05:00:00Z")]
    public async Task A_visit_is_told_at_its_wall_time_in_both_seasons(string zone, string local, string utc)
    {
        var start = DateTimeZoneProviders.Tzdb[zone].AtStrictly(LocalDateTimePattern.GeneralIso.Parse(local).Value).ToInstant();

        var read = Assert.Single((await Judges.Read(CalendarFile.Write(Entry(zone, start))))[0].Events);

        Assert.Equal((zone, local, utc), (read.Zone, read.Local, read.Start));
        Assert.Equal(Text(start), read.Start);
        Assert.Equal(Text(start + Duration.FromMinutes(30)), read.End);
    }

    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("America/New_York")]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("America/St_Johns")]
    [InlineData("Europe/Dublin")]
    public async Task Every_hour_round_the_changes_of_a_year_is_the_instant_that_it_is(string id)
    {
        var zone = DateTimeZoneProviders.Tzdb[id];
        var year = Instant.FromUtc(2027, 1, 1, 0, 0);
        var changes = zone.GetZoneIntervals(year, year + Duration.FromDays(365)).Where(interval => interval.HasStart && interval.Start > year).ToList();
        var starts = changes.SelectMany(change => Enumerable.Range(-6, 13).Select(half => change.Start + Duration.FromMinutes(30 * half))).ToList();

        var read = (await Judges.Read(CalendarFile.Feed("Year", [.. starts.Select(start => Entry(id, start))])))[0];

        Assert.NotEmpty(changes);
        Assert.Equal(starts.Select(Text), read.Events.Select(e => e.Start));
        Assert.Equal(starts.Select(start => Text(start + Duration.FromMinutes(30))), read.Events.Select(e => e.End));
    }

    [Fact]
    public async Task Long_text_of_any_script_is_folded_at_75_octets_and_read_as_it_was_written()
    {
        var file = CalendarFile.Write(Entry("Asia/Dubai", Changed) with { Title = Long, Description = new string('ä', 500) + "\t\u0007" });

        var read = Assert.Single((await Judges.Read(file))[0].Events);

        Assert.Equal(Long, read.Summary);
        Assert.Equal(new string('ä', 500) + "\t", read.Description);
        Assert.EndsWith("\r\n", file, StringComparison.Ordinal);
        Assert.All(file.Split("\r\n"), line => Assert.True(Encoding.UTF8.GetByteCount(line) <= 75, line));
        Assert.DoesNotContain('\n', file.Replace("\r\n", "", StringComparison.Ordinal));
        Assert.DoesNotContain('\uFFFD', file);
    }

    [Fact]
    public async Task What_happens_to_a_visit_shows_in_status_sequence_and_method_and_never_in_its_uid()
    {
        var visit = Entry("Europe/Berlin", Changed) with { Link = "https://meet.example/a,b;c?d=\"e" };
        var read = await Judges.Read(
            CalendarFile.Write(visit with { Status = AppointmentStatus.PendingPayment }),
            CalendarFile.Write(visit),
            CalendarFile.Write(visit with { Start = Changed + Duration.FromDays(200), End = Changed + Duration.FromDays(201), Sequence = 1 }),
            CalendarFile.Write(visit with { Status = AppointmentStatus.Cancelled, Sequence = 2 }),
            CalendarFile.Write(visit with { Status = AppointmentStatus.Refunded, Sequence = 2 }),
            CalendarFile.Feed("All", [visit with { Status = AppointmentStatus.Cancelled }]));

        Assert.Equal(["PUBLISH", "PUBLISH", "PUBLISH", "CANCEL", "CANCEL", "PUBLISH"], read.Select(file => file.Method));
        Assert.Equal(["TENTATIVE", "CONFIRMED", "CONFIRMED", "CANCELLED", "CANCELLED", "CANCELLED"], read.Select(file => file.Events[0].Status));
        Assert.Equal([0, 0, 1, 2, 2, 0], read.Select(file => file.Events[0].Sequence));
        Assert.Single(read.Select(file => file.Events[0].Uid).Distinct(StringComparer.Ordinal));
        Assert.Equal((visit.Link, visit.Link), (read[1].Events[0].Url, read[1].Events[0].Conference));
        Assert.Equal("PT1H", read[^1].Refresh);
    }

    static CalendarEntry Entry(string zone, Instant start) => new(
        "018f3a5e-0000-7000-8000-000000000001@booking.example", start, start + Duration.FromMinutes(30), DateTimeZoneProviders.Tzdb[zone],
        AppointmentStatus.Confirmed, 0, Changed, "Appointment", "Reference", Link: null);

    static string Text(Instant at) => InstantPattern.General.Format(at);
}
