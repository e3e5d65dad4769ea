using Booking.Contracts;
using Booking.Service.Schedules;
using NodaTime;
using Xunit;
using static Booking.Service.Tests.Schedules.Hours;
using WeeklyWindow = Booking.Service.Schedules.WeeklyWindow;

namespace Booking.Service.Tests.Schedules;

public sealed class ExceptionDraftTests
{
    static readonly ExceptionId Id = ExceptionId.New();
    static readonly LocalDate Monday = D("2027-03-01"), Tuesday = D("2027-03-02");
    static readonly ExceptionDraft Blocked = new(Monday, ExceptionType.Blocked, "away");
    static readonly ExceptionDraft Extra = new(Monday, ExceptionType.CustomHours, "extra", T("18:00"), T("20:00"));
    static readonly Timetable Empty = new("Asia/Dubai", [], [], []);

    static readonly Timetable Week = Empty with
    {
        Weekly =
        [
            new(IsoDayOfWeek.Wednesday, Open("08:00", "12:00", 40, 4, 4)),
            new(IsoDayOfWeek.Tuesday, Open("14:00", "15:00", 30, 3, 3)),
            new(IsoDayOfWeek.Tuesday, Open("08:00", "12:00", 20, 2, 2, AppointmentType.Followup)),
            new(IsoDayOfWeek.Thursday, Open("22:00", "06:00")),
        ],
    };

    static string Wrong(ExceptionDraft draft, Timetable? timetable = null)
    {
        var errors = new FieldErrors();
        Assert.Equal(draft.Complete(Id, timetable ?? Week, errors) is null, errors.Any);
        return string.Join(' ', errors.ToDictionary().Keys);
    }

    static ScheduleException? Complete(ExceptionDraft draft, Timetable? timetable = null) => draft.Complete(Id, timetable ?? Week, new());

    [Fact]
    public void A_block_is_the_whole_date_or_a_span_of_it()
    {
        Assert.Equal(new Block(Id, Monday, "away", null, null), Complete(Blocked));
        Assert.Equal(new Block(Id, Monday, "away", T("09:00"), T("10:00")), Complete(Blocked with { Start = T("09:00"), End = T("10:00") }));
        Assert.Equal(new Block(Id, Monday, "away", T("09:00"), Midnight), Complete(Blocked with { Start = T("09:00"), End = Midnight }));
    }

    [Theory]
    [InlineData("09:00", null, "end")]
    [InlineData(null, "09:00", "start")]
    [InlineData("09:00", "09:00", "end")]
    [InlineData("09:00", "08:00", "end")]
    public void A_block_has_both_times_in_order_or_neither(string? start, string? end, string wrong) =>
        Assert.Equal(wrong, Wrong(Blocked with { Start = start is null ? null : T(start), End = end is null ? null : T(end) }));

    [Fact]
    public void A_block_has_nothing_of_custom_hours() =>
        Assert.Equal("slotMinutes bufferMinutes maxPatients types", Wrong(Blocked with { SlotMinutes = 30, BufferMinutes = 0, MaxPatients = 3, Types = [] }));

    [Fact]
    public void Date_and_reason_have_bounds()
    {
        Assert.Equal("date reason", Wrong(Blocked with { Date = LocalDate.MaxIsoValue, Reason = " " }));
        Assert.Equal("date reason", Wrong(Extra with { Date = LocalDate.MinIsoValue, Reason = new('x', 501) }));
        Assert.Equal("", Wrong(Blocked with { Date = new(2000, 1, 1), Reason = new('x', 500) }));
        Assert.Equal("", Wrong(Extra with { Date = new(2199, 12, 31) }));
    }

    [Fact]
    public void A_span_is_of_whole_minutes()
    {
        Assert.Equal("start end", Wrong(Blocked with { Start = new(9, 0, 1), End = new(10, 0, 1) }));
        Assert.Equal("start end", Wrong(Extra with { Start = new(18, 0, 1), End = new(20, 0, 1) }));
    }

    [Fact]
    public void Custom_hours_take_what_they_leave_out_from_the_first_window_of_that_weekday()
    {
        Assert.Equal(
            new CustomHours(Id, Tuesday, "extra", new(T("18:00"), T("20:00"), 20, 2, 2, [AppointmentType.Followup])),
            Complete(Extra with { Date = Tuesday }));
        Assert.Equal(
            new CustomHours(Id, D("2027-03-03"), "extra", Open("18:00", "20:00", 40, 4, 4)),
            Complete(Extra with { Date = D("2027-03-03") }));
    }

    [Fact]
    public void Else_from_the_first_window_of_the_week() =>
        Assert.Equal(
            new CustomHours(Id, Monday, "extra", new(T("18:00"), T("20:00"), 20, 2, 2, [AppointmentType.Followup])),
            Complete(Extra));

    [Fact]
    public void Else_they_have_to_say_it()
    {
        Assert.Equal("slotMinutes bufferMinutes types", Wrong(Extra, Empty));
        Assert.Equal(
            new CustomHours(Id, Monday, "extra", Open("18:00", "20:00", 25, 5)),
            Complete(Extra with { SlotMinutes = 25, BufferMinutes = 5, Types = [AppointmentType.Standard] }, Empty));
    }

    [Fact]
    public void What_they_say_wins_over_the_window() =>
        Assert.Equal(
            new CustomHours(Id, Tuesday, "extra", Open("18:00", "20:00", 25, 0, 9)),
            Complete(Extra with { Date = Tuesday, SlotMinutes = 25, BufferMinutes = 0, MaxPatients = 9, Types = [AppointmentType.Standard] }));

    [Fact]
    public void Custom_hours_keep_the_rules_of_hours()
    {
        Assert.Equal("start end", Wrong(Extra with { Start = null, End = null }));
        Assert.Equal("slotMinutes", Wrong(Extra with { SlotMinutes = 121 }));
        Assert.Equal("bufferMinutes types", Wrong(Extra with { BufferMinutes = 121, Types = [] }));
    }

    [Theory]
    // Friday follows Thursday's night clinic; its own week has nothing to replace.
    [InlineData("2027-03-05", "05:00", "09:00", "start")]
    [InlineData("2027-03-05", "06:00", "09:00", "")]
    [InlineData("2027-03-03", "20:00", "08:00", "")]
    // Thursday's own window is replaced; the custom hours there are not.
    [InlineData("2027-03-04", "21:00", "23:00", "")]
    [InlineData("2027-03-06", "11:00", "13:00", "start")]
    [InlineData("2027-03-06", "12:00", "13:00", "")]
    // The night before Saturday's custom hours.
    [InlineData("2027-03-05", "22:00", "10:00", "start")]
    [InlineData("2027-03-05", "22:00", "09:00", "")]
    public void Custom_hours_do_not_overlap_their_neighbours_of_one_type(string date, string start, string end, string wrong)
    {
        var week = Week.Opening("2027-03-06", Open("09:00", "12:00"));
        var draft = Extra with { Date = D(date), Start = T(start), End = T(end), SlotMinutes = 30, Types = [AppointmentType.Standard] };

        Assert.Equal(wrong, Wrong(draft, week));
        Assert.Equal("", Wrong(draft with { Types = [AppointmentType.Followup] }, week));
    }
}
