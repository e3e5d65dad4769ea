using Booking.Service.Schedules;
using NodaTime;
using Xunit;
using static Booking.Service.Tests.Schedules.Hours;

namespace Booking.Service.Tests.Schedules;

public sealed class ClockChangeTests
{
    [Theory]
    [InlineData("America/New_York", "2027-03-13", "00:00-05 01:00-05 02:00-05 03:00-05 04:00-05 05:00-05")]
    [InlineData("America/New_York", "2027-03-14", "00:00-05 01:00-05 03:00-04 04:00-04 05:00-04")]
    [InlineData("America/New_York", "2027-11-07", "00:00-04 01:00-04 01:00-05 02:00-05 03:00-05 04:00-05 05:00-05")]
    [InlineData("America/New_York", "2027-11-08", "00:00-05 01:00-05 02:00-05 03:00-05 04:00-05 05:00-05")]
    [InlineData("America/Chicago", "2027-03-14", "00:00-06 01:00-06 03:00-05 04:00-05 05:00-05")]
    [InlineData("America/Chicago", "2027-11-07", "00:00-05 01:00-05 01:00-06 02:00-06 03:00-06 04:00-06 05:00-06")]
    [InlineData("Europe/Berlin", "2027-03-28", "00:00+01 01:00+01 03:00+02 04:00+02 05:00+02")]
    [InlineData("Europe/Berlin", "2027-10-31", "00:00+02 01:00+02 02:00+02 02:00+01 03:00+01 04:00+01 05:00+01")]
    // Half an hour is lost and gained: hours that began at the full one go on at the half.
    [InlineData("Australia/Lord_Howe", "2027-10-03", "00:00+10:30 01:00+10:30 02:30+11 03:30+11 04:30+11")]
    [InlineData("Australia/Lord_Howe", "2027-04-04", "00:00+11 01:00+11 01:30+10:30 02:30+10:30 03:30+10:30 04:30+10:30")]
    public void A_clock_change_drops_or_repeats_slots_and_invents_none(string zone, string date, string starts) =>
        Assert.Equal(starts, Daily(zone, Open("00:00", "06:00")).Starts(date));

    [Theory]
    [InlineData("Asia/Kathmandu", "2027-06-01T03:15:00Z")]
    [InlineData("Asia/Kolkata", "2027-06-01T03:30:00Z")]
    [InlineData("Asia/Riyadh", "2027-06-01T06:00:00Z")]
    [InlineData("Asia/Karachi", "2027-06-01T04:00:00Z")]
    [InlineData("Pacific/Apia", "2027-05-31T20:00:00Z")]
    public void Nine_o_clock_is_the_doctors_own(string zone, string instant)
    {
        var window = Assert.Single(Daily(zone, Open("09:00", "10:00")).Cut(D("2027-06-01")));

        Assert.Equal(instant, window.Start.ToString());
        Assert.Equal([window.Start], window.Starts);
        Assert.Equal(Duration.FromHours(1), window.End - window.Start);
    }

    [Theory]
    // Skipped: 02:00 to 03:00. A start or an end in it is the instant of the change.
    [InlineData("2027-03-14", "02:15", "03:30", "03:00-04")]
    [InlineData("2027-03-14", "01:30", "02:30", "01:30-05")]
    [InlineData("2027-03-14", "02:00", "03:00", "")]
    [InlineData("2027-03-14", "02:15", "02:45", "")]
    [InlineData("2027-03-14", "03:00", "04:00", "03:00-04 03:30-04")]
    // Twice: 01:00 to 02:00. A start is the earlier of two, an end the later.
    [InlineData("2027-11-07", "01:30", "02:30", "01:30-04 01:00-05 01:30-05 02:00-05")]
    [InlineData("2027-11-07", "00:30", "01:30", "00:30-04 01:00-04 01:30-04 01:00-05")]
    [InlineData("2027-11-07", "00:30", "01:00", "00:30-04 01:00-04 01:30-04")]
    [InlineData("2027-11-07", "01:00", "01:30", "01:00-04 01:30-04 01:00-05")]
    public void An_edge_that_is_skipped_or_comes_twice_has_one_meaning(string date, string start, string end, string starts) =>
        Assert.Equal(starts, Daily("America/New_York", Open(start, end, slot: 30)).Starts(date));

    [Theory]
    [InlineData("2027-03-12", 8)]
    [InlineData("2027-03-13", 7)]
    [InlineData("2027-11-05", 8)]
    [InlineData("2027-11-06", 9)]
    public void A_night_clinic_has_as_many_hours_as_the_night(string evening, int hours)
    {
        var window = Assert.Single(Daily("America/New_York", Open("22:00", "06:00")).Cut(D(evening)));

        Assert.Equal(D(evening), window.Date);
        Assert.Equal(hours, window.Starts.Count);
        Assert.Equal(Duration.FromHours(hours), window.End - window.Start);
    }

    [Theory]
    [InlineData("America/New_York", "2027-03-13", 48)]
    [InlineData("America/New_York", "2027-03-14", 46)]
    [InlineData("America/New_York", "2027-11-07", 50)]
    [InlineData("Australia/Lord_Howe", "2027-10-03", 47)]
    [InlineData("Australia/Lord_Howe", "2027-04-04", 49)]
    public void Round_the_clock_is_as_long_as_the_day(string zone, string date, int halfHours) =>
        Assert.Equal(halfHours, Assert.Single(Daily(zone, Open("00:00", "00:00", slot: 30)).Cut(D(date))).Starts.Count);

    [Fact]
    public void A_date_that_a_country_skipped_offers_nothing_and_the_night_before_it_ends_at_midnight()
    {
        var night = Daily("Pacific/Apia", Open("22:00", "06:00"));

        Assert.Equal("22:00-10 23:00-10", night.Starts("2011-12-29"));
        Assert.Equal("", night.Starts("2011-12-30"));
        Assert.Equal("22:00+14 23:00+14 00:00+14 01:00+14 02:00+14 03:00+14 04:00+14 05:00+14", night.Starts("2011-12-31"));
        Assert.Equal("", Daily("Pacific/Apia", Open("09:00", "09:00")).Starts("2011-12-30"));
    }

    [Fact]
    public void A_window_whose_start_is_skipped_over_midnight_still_belongs_to_its_date() =>
        Assert.Equal("00:00-01 01:00-01 02:00-01", Daily("America/Nuuk", Open("23:00", "03:00")).Starts("2027-03-27"));
}
