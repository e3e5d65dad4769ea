using Booking.Contracts;
using Booking.Service.Appointments;
using Booking.Service.Hosting;
using Booking.Service.Notifications;
using Microsoft.Extensions.Configuration;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Notifications;

/// <summary>When a reminder goes out, and when it is too late for it.</summary>
public sealed class ReminderPlanTests
{
    static readonly Instant Start = Instant.FromUtc(2027, 3, 1, 9, 0);
    static readonly Duration Day = Duration.FromHours(24), Hour = Duration.FromHours(1);

    [Fact]
    public void Unless_said_otherwise_it_is_a_day_and_an_hour_before() => Assert.Equal([Day, Hour], Plan().Offsets);

    [Theory]
    [InlineData("24:00:00,01:00:00", "24 1")]
    [InlineData("PT2H, P1D , P2W", "336 24 2")]
    [InlineData("00:30:00", "0.5")]
    [InlineData("none", "")]
    public void Times_are_written_in_hours_or_in_ISO_8601_in_any_order(string written, string hours) =>
        Assert.Equal(hours, string.Join(' ', Plan(("", written)).Offsets.Select(offset => offset.TotalHours)));

    [Fact]
    public void They_may_be_a_list() => Assert.Equal([Hour, Duration.FromMinutes(5)], Plan((":0", "PT5M"), (":1", "1:00:00")).Offsets);

    [Theory]
    [InlineData("00:04:59")]
    [InlineData("P15D")]
    [InlineData("PT1H,01:00:00")]
    [InlineData("tomorrow")]
    [InlineData("P1M")]
    [InlineData("-PT1H")]
    [InlineData("PT1H,PT2H,PT3H,PT4H,PT5H,PT6H")]
    public void What_is_out_of_bounds_or_no_time_refuses_the_start(string written) => Assert.Throws<StartupRefusedException>(() => Plan(("", written)));

    [Theory]
    [InlineData(24, 24 * 60, true)]
    [InlineData(24, 12 * 60 + 1, true)]
    [InlineData(24, 12 * 60, false)]
    [InlineData(1, 60, true)]
    [InlineData(1, 1, true)]
    [InlineData(1, 0, false)]
    [InlineData(1, -5, false)]
    public void One_that_is_late_speaks_for_half_its_time_and_the_last_until_the_start(int before, int minutesLeft, bool helps) =>
        Assert.Equal(helps, Helps(Visit(), Duration.FromHours(before), Start - Duration.FromMinutes(minutesLeft)));

    [Fact]
    public void One_never_speaks_when_the_next_is_due() => Assert.False(ReminderSender.Helps(
        Reminder(Duration.FromHours(2)), Visit(), new([Duration.FromHours(2), Duration.FromMinutes(90)]), Start - Duration.FromMinutes(90)));

    [Fact]
    public void What_was_moved_ended_or_never_confirmed_is_not_reminded_of()
    {
        Assert.False(Helps(Visit() with { Changes = 1 }, Day, Start - Day));
        Assert.False(Helps(Visit() with { Requested = Visit().Visit with { Start = Start + Hour } }, Day, Start - Day));
        foreach (var status in Enum.GetValues<AppointmentStatus>().Where(status => status != AppointmentStatus.Confirmed))
            Assert.False(Helps(Visit() with { Status = status }, Day, Start - Day));
    }

    [Theory]
    [InlineData("21:00-08:00", 20, 59, false)]
    [InlineData("21:00-08:00", 21, 0, true)]
    [InlineData("21:00-08:00", 7, 59, true)]
    [InlineData("21:00-08:00", 8, 0, false)]
    [InlineData("12:00 - 14:00", 13, 0, true)]
    [InlineData("12:00 - 14:00", 14, 0, false)]
    [InlineData("none", 3, 0, false)]
    [InlineData(null, 3, 0, true)]
    public void Quiet_hours_may_pass_midnight(string? written, int hour, int minute, bool quiet) =>
        Assert.Equal(quiet, QuietHours.Of(Configured(("Notifications:QuietHours", written))).Contains(new(hour, minute)));

    [Theory]
    [InlineData("21-8")]
    [InlineData("25:00-08:00")]
    [InlineData("night")]
    public void Malformed_quiet_hours_refuse_the_start(string written) =>
        Assert.Throws<StartupRefusedException>(() => QuietHours.Of(Configured(("Notifications:QuietHours", written))));

    static bool Helps(AppointmentState visit, Duration before, Instant now) => ReminderSender.Helps(Reminder(before), visit, ReminderPlan.Default, now);

    static SendReminder Reminder(Duration before) => new(new(Guid.Empty), Start, Changes: 0, before, NoticeChannel.Email);

    static AppointmentState Visit() => SampleVisit.Confirmed(Start);

    static ReminderPlan Plan(params (string Key, string Value)[] values) =>
        ReminderPlan.From(Configured([.. values.Select(value => ("Notifications:Reminders" + value.Key, (string?)value.Value))]));

    static IConfiguration Configured(params (string Key, string? Value)[] values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values.ToDictionary(value => value.Key, value => value.Value, StringComparer.Ordinal)).Build();
}
