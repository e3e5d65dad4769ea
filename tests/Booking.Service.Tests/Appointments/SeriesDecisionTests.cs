using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Appointments;
using Booking.Service.SlotLocks;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Appointments;

/// <summary>When the visits of a series are, and what becomes of the whole when some of them cannot be.</summary>
public sealed class SeriesDecisionTests
{
    static readonly Instant One = Instant.FromUtc(2027, 3, 1, 9, 0), Two = One + Duration.FromDays(7);

    [Theory]
    [InlineData("2027-03-14T01:30:00Z", "2027-03-21T01:30:00Z", "2027-03-28T01:00:00Z")]
    [InlineData("2027-10-17T00:30:00Z", "2027-10-24T00:30:00Z", "2027-10-31T00:30:00Z")]
    [InlineData("2027-10-31T01:30:00Z", "2027-11-07T01:30:00Z", "2027-11-14T01:30:00Z")]
    public void A_time_that_a_clock_skips_is_the_instant_of_the_change_and_one_that_comes_twice_the_earlier(params string[] starts) =>
        Assert.Equal(
            starts.Select(start => NodaTime.Text.InstantPattern.General.Parse(start).Value),
            BookSeries.Starts(NodaTime.Text.InstantPattern.General.Parse(starts[0]).Value, 3, DateTimeZoneProviders.Tzdb["Europe/Berlin"]));

    [Fact]
    public void What_refuses_the_whole_goes_before_what_refuses_a_start()
    {
        (Instant, Refusal?)[] starts = [(One, HoldSlot.Taken), (Two, HoldSlot.TooManyHolds)];
        foreach (var conflict in Enum.GetValues<SeriesConflict>())
            Assert.Equal(HoldSlot.TooManyHolds, BookSeries.Decide(starts, conflict));
    }

    [Fact]
    public void Some_may_be_skipped_and_not_all()
    {
        Assert.Null(BookSeries.Decide([(One, null), (Two, null)], SeriesConflict.Fail));
        Assert.Null(BookSeries.Decide([(One, null), (Two, PatientRules.Busy)], SeriesConflict.Skip));
        Assert.Equal("slot-taken", BookSeries.Decide([(One, null), (Two, PatientRules.Busy)], SeriesConflict.Fail)!.Code);
        Assert.Equal("slot-taken", BookSeries.Decide([(One, HoldSlot.DayFull), (Two, PatientRules.Busy)], SeriesConflict.Skip)!.Code);
    }
}
