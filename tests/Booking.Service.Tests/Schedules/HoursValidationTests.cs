using Booking.Contracts;
using Booking.Service.Schedules;
using NodaTime;
using Xunit;
using static Booking.Service.Tests.Schedules.Hours;
using WeeklyWindow = Booking.Service.Schedules.WeeklyWindow;

namespace Booking.Service.Tests.Schedules;

public sealed class HoursValidationTests
{
    static WeeklyWindow On(IsoDayOfWeek day, OpenHours hours) => new(day, hours);

    static string Wrong(params WeeklyWindow[] weekly)
    {
        var errors = new FieldErrors();
        weekly.Validate("weekly", errors);
        return string.Join(' ', errors.ToDictionary().Keys);
    }

    static string Wrong(OpenHours hours) => Wrong(On(IsoDayOfWeek.Monday, hours));

    [Theory]
    [InlineData("09:00", "17:00", 5, 0, null, "")]
    [InlineData("09:00", "17:00", 480, 120, 200, "")]
    [InlineData("09:00", "17:00", 30, 0, 1, "")]
    [InlineData("09:00", "17:00", 4, 0, null, "weekly[0].slotMinutes")]
    [InlineData("00:00", "00:00", 481, 0, null, "weekly[0].slotMinutes")]
    [InlineData("09:00", "09:29", 30, 0, null, "weekly[0].slotMinutes")]
    [InlineData("23:45", "00:15", 30, 0, null, "")]
    [InlineData("23:45", "00:15", 31, 0, null, "weekly[0].slotMinutes")]
    [InlineData("09:00", "17:00", 30, -1, null, "weekly[0].bufferMinutes")]
    [InlineData("09:00", "17:00", 30, 121, null, "weekly[0].bufferMinutes")]
    [InlineData("09:00", "17:00", 30, 0, 0, "weekly[0].maxPatients")]
    [InlineData("09:00", "17:00", 30, 0, 201, "weekly[0].maxPatients")]
    public void Numbers_have_bounds(string start, string end, int slot, int buffer, int? most, string wrong) =>
        Assert.Equal(wrong, Wrong(Open(start, end, slot, buffer, most)));

    [Fact]
    public void Types_are_named_and_named_once()
    {
        var hours = Open("09:00", "17:00");

        Assert.Equal("weekly[0].types", Wrong(hours with { Types = [] }));
        Assert.Equal("weekly[0].types", Wrong(hours with { Types = [AppointmentType.Followup, AppointmentType.Followup] }));
        Assert.Equal("weekly[0].types", Wrong(hours with { Types = [(AppointmentType)7] }));
    }

    [Fact]
    public void Edges_are_whole_minutes_and_days_are_days()
    {
        var hours = Open("09:00", "17:00");

        Assert.Equal("weekly[0].start", Wrong(hours with { Start = new(9, 0, 1) }));
        Assert.Equal("weekly[0].end", Wrong(hours with { End = new LocalTime(17, 0).PlusNanoseconds(1) }));
        Assert.Equal("weekly[0].dayOfWeek", Wrong(On(IsoDayOfWeek.None, hours)));
    }

    [Theory]
    [InlineData(1, "09:00", "12:00", 1, "12:00", "15:00", false)]
    [InlineData(1, "09:00", "12:00", 1, "11:59", "15:00", true)]
    [InlineData(1, "09:00", "15:00", 1, "10:00", "11:00", true)]
    [InlineData(1, "09:00", "12:00", 2, "09:00", "12:00", false)]
    [InlineData(1, "22:00", "06:00", 2, "05:59", "12:00", true)]
    [InlineData(1, "22:00", "06:00", 2, "06:00", "12:00", false)]
    [InlineData(7, "22:00", "06:00", 1, "05:00", "12:00", true)]
    [InlineData(7, "22:00", "06:00", 1, "06:00", "12:00", false)]
    [InlineData(3, "08:00", "08:00", 4, "08:00", "08:00", false)]
    [InlineData(3, "08:00", "08:00", 4, "07:59", "09:00", true)]
    public void Windows_of_one_type_do_not_overlap_round_the_whole_week(
        int day, string start, string end, int otherDay, string otherStart, string otherEnd, bool overlap)
    {
        var (one, two) = (On((IsoDayOfWeek)day, Open(start, end)), On((IsoDayOfWeek)otherDay, Open(otherStart, otherEnd)));

        Assert.Equal(overlap ? "weekly[1].start" : "", Wrong(one, two));
        Assert.Equal(overlap ? "weekly[1].start" : "", Wrong(two, one));
    }

    [Fact]
    public void Windows_may_overlap_when_they_share_no_type()
    {
        var standard = On(IsoDayOfWeek.Monday, Open("09:00", "12:00", types: AppointmentType.Standard));
        var followup = On(IsoDayOfWeek.Monday, Open("09:00", "12:00", types: AppointmentType.Followup));
        var both = On(IsoDayOfWeek.Monday, Open("11:00", "13:00", types: [AppointmentType.Followup, AppointmentType.Standard]));

        Assert.Equal("", Wrong(standard, followup));
        Assert.Equal("weekly[2].start", Wrong(standard, followup, both));
    }

    [Fact]
    public void A_week_has_at_most_fifty_windows()
    {
        var hours = Enumerable.Range(0, 51).Select(n => On((IsoDayOfWeek)(n / 8 + 1), Open($"{n % 8 * 2:00}:00", $"{n % 8 * 2 + 1:00}:00"))).ToArray();

        Assert.Equal("", Wrong(hours[..50]));
        Assert.Equal("weekly", Wrong(hours));
    }

    [Theory]
    [InlineData(0, 1, 1, 6, 1, "")]
    [InlineData(43200, 400, 60, 1440, 720, "")]
    [InlineData(-1, 0, 0, 5, 0, "minimumNoticeMinutes horizonDays holdMinutes paymentMinutes manualPaymentHours")]
    [InlineData(43201, 401, 61, 1441, 721, "minimumNoticeMinutes horizonDays holdMinutes paymentMinutes manualPaymentHours")]
    public void Rules_have_bounds(int notice, int horizon, int hold, int payment, int manual, string wrong)
    {
        var errors = new FieldErrors();
        new BookingRules(notice, horizon, hold, payment, manual).Validate("rules", errors);

        Assert.Equal(wrong, string.Join(' ', errors.ToDictionary().Keys.Select(path => path["rules.".Length..])));
    }
}
