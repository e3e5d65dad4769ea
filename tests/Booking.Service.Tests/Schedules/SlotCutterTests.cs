using Booking.Contracts;
using Booking.Service.Schedules;
using NodaTime;
using Xunit;
using static Booking.Service.Tests.Schedules.Hours;
using WeeklyWindow = Booking.Service.Schedules.WeeklyWindow;

namespace Booking.Service.Tests.Schedules;

public sealed class SlotCutterTests
{
    const string Dubai = "Asia/Dubai", Monday = "2027-03-01", Tuesday = "2027-03-02";
    static readonly Timetable Mornings = Daily(Dubai, Open("09:00", "12:00"));
    static readonly Timetable Nights = Daily(Dubai, Open("22:00", "02:00"));

    [Theory]
    [InlineData("09:00", "10:00", 20, 0, "09:00+04 09:20+04 09:40+04")]
    [InlineData("09:00", "10:00", 20, 10, "09:00+04 09:30+04")]
    // The visit must end inside; its buffer need not.
    [InlineData("09:00", "10:00", 30, 15, "09:00+04")]
    [InlineData("09:00", "10:15", 30, 15, "09:00+04 09:45+04")]
    [InlineData("09:00", "10:14", 30, 15, "09:00+04")]
    [InlineData("09:00", "10:00", 60, 120, "09:00+04")]
    [InlineData("09:00", "09:59", 60, 0, "")]
    [InlineData("23:30", "00:30", 30, 0, "23:30+04 00:00+04")]
    public void Starts_come_every_slot_and_buffer_while_the_visit_ends_inside(string start, string end, int slot, int buffer, string starts) =>
        Assert.Equal(starts, Daily(Dubai, Open(start, end, slot, buffer)).Starts(Monday));

    [Fact]
    public void A_window_is_offered_once_for_each_of_its_types()
    {
        var offered = Daily(Dubai, Open("09:00", "10:00", 30, 5, 7, AppointmentType.Standard, AppointmentType.Followup)).Cut(D(Monday));

        Assert.Equal([AppointmentType.Standard, AppointmentType.Followup], offered.Select(window => window.Type));
        Assert.All(offered, window => Assert.Equal((30, 5, 7, 1), (window.SlotMinutes, window.BufferMinutes, window.MaxPatients, window.Starts.Count)));
        Assert.Equal(offered[0], offered[1] with { Type = AppointmentType.Standard });
    }

    [Fact]
    public void A_window_is_open_on_its_own_day_of_the_week_only()
    {
        var timetable = new Timetable(Dubai, [new WeeklyWindow(IsoDayOfWeek.Monday, Open("09:00", "10:00"))], [], []);

        var offered = new SlotCutter(timetable, DateTimeZoneProviders.Tzdb).Cut(new DateInterval(D("2027-02-28"), D("2027-03-08")));

        Assert.Equal([D(Monday), D("2027-03-08")], offered.Select(window => window.Date));
    }

    [Fact]
    public void A_whole_day_block_takes_the_windows_that_start_on_it_to_their_ends()
    {
        var blocked = Nights.Blocking(Tuesday);

        Assert.Equal("22:00+04 23:00+04 00:00+04 01:00+04", blocked.Starts(Monday));
        Assert.Equal("", blocked.Starts(Tuesday));
    }

    [Theory]
    [InlineData("10:00", "11:00", "09:00+04 11:00+04")]
    [InlineData("10:59", "11:01", "09:00+04")]
    [InlineData("08:00", "09:00", "09:00+04 10:00+04 11:00+04")]
    [InlineData("09:59", "10:00", "10:00+04 11:00+04")]
    [InlineData("11:00", "00:00", "09:00+04 10:00+04")]
    [InlineData("00:00", "00:00", "")]
    public void A_block_takes_every_visit_that_overlaps_it(string start, string end, string starts) =>
        Assert.Equal(starts, Mornings.Blocking(Monday, start, end).Starts(Monday));

    [Fact]
    public void A_buffer_may_reach_into_a_block() =>
        Assert.Equal("09:00+04 10:30+04", Daily(Dubai, Open("09:00", "11:30", 30, 15)).Blocking(Monday, "09:30", "10:30").Starts(Monday));

    [Fact]
    public void A_block_after_midnight_hits_the_night_of_the_day_before_and_not_its_own()
    {
        var blocked = Nights.Blocking(Tuesday, "00:00", "01:00");

        Assert.Equal("22:00+04 23:00+04 01:00+04", blocked.Starts(Monday));
        Assert.Equal("22:00+04 23:00+04 00:00+04 01:00+04", blocked.Starts(Tuesday));
    }

    [Fact]
    public void A_block_until_midnight_leaves_what_comes_after_midnight() =>
        Assert.Equal("00:00+04 01:00+04", Nights.Blocking(Monday, "20:00", "00:00").Starts(Monday));

    [Fact]
    public void A_block_in_skipped_time_leaves_the_visit_that_runs_over_the_change() =>
        Assert.Equal("01:30-05", Daily("America/New_York", Open("01:30", "03:30")).Blocking("2027-03-14", "02:00", "03:00").Starts("2027-03-14"));

    [Fact]
    public void A_block_of_a_time_that_comes_twice_takes_both() =>
        Assert.Equal("00:00-04 02:00-05", Daily("America/New_York", Open("00:00", "03:00")).Blocking("2027-11-07", "01:00", "01:59").Starts("2027-11-07"));

    [Fact]
    public void Where_a_clock_goes_back_over_midnight_the_block_of_the_day_before_hits_the_day_after() =>
        Assert.Equal("00:00-03:30 00:30-03:30 01:00-03:30 01:30-03:30",
            Daily("America/St_Johns", Open("00:00", "02:00", slot: 30)).Blocking("2010-11-06", "23:00", "00:00").Starts("2010-11-07"));

    [Fact]
    public void A_block_touches_the_windows_of_its_date_and_with_times_those_beside_it()
    {
        var blocks = Mornings.Blocking(Monday).Blocking(Monday, "23:00", "00:00").Blocks;

        Assert.Equal(new DateInterval(D(Monday), D(Monday)), blocks[0].TouchedDates());
        Assert.Equal(new DateInterval(D("2027-02-28"), D(Tuesday)), blocks[1].TouchedDates());
    }

    [Fact]
    public void All_custom_hours_of_a_date_replace_its_windows_together()
    {
        var special = Mornings.Opening(Tuesday, Open("18:00", "19:00")).Opening(Tuesday, Open("07:00", "08:00"));

        Assert.Equal("07:00+04 18:00+04", special.Starts(Tuesday));
        Assert.Equal("09:00+04 10:00+04 11:00+04", special.Starts(Monday));
    }

    [Fact]
    public void A_block_wins_over_custom_hours()
    {
        var special = Mornings.Opening(Tuesday, Open("18:00", "20:00"));

        Assert.Equal("", special.Blocking(Tuesday).Starts(Tuesday));
        Assert.Equal("18:00+04", special.Blocking(Tuesday, "19:00", "19:30").Starts(Tuesday));
    }

    [Theory]
    [InlineData(AppointmentType.Standard, "2027-03-01T19:15:00Z", true)]
    [InlineData(AppointmentType.Standard, "2027-03-01T21:00:00Z", true)]
    [InlineData(AppointmentType.Standard, "2027-03-01T21:01:00Z", false)]
    [InlineData(AppointmentType.Standard, "2027-03-01T17:59:00Z", false)]
    [InlineData(AppointmentType.Followup, "2027-03-01T19:15:00Z", false)]
    public void A_visit_is_covered_by_open_hours_wherever_their_slots_begin(AppointmentType type, string start, bool covered)
    {
        var at = NodaTime.Text.InstantPattern.ExtendedIso.Parse(start).Value;

        Assert.Equal(covered, new SlotCutter(Nights, DateTimeZoneProviders.Tzdb).Covers(type, at, at + Duration.FromHours(1)));
        Assert.False(new SlotCutter(Nights.Blocking(Monday, "20:00", "00:00").Blocking(Tuesday, "01:00", "03:00"), DateTimeZoneProviders.Tzdb)
            .Covers(type, at, at + Duration.FromHours(1)));
        Assert.False(new SlotCutter(Nights.Blocking(Monday).Blocking(Tuesday), DateTimeZoneProviders.Tzdb).Covers(type, at, at + Duration.FromHours(1)));
    }
}
