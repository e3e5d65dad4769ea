using Booking.Contracts;
using Booking.Service.Schedules;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using WeeklyWindow = Booking.Service.Schedules.WeeklyWindow;

namespace Booking.Service.Tests.Schedules;

/// <summary>A calendar with exceptions around one date, which more often than not is next to a clock change.</summary>
sealed record CalendarCase(Timetable Timetable, LocalDate Date)
{
    public DateTimeZone Zone => DateTimeZoneProviders.Tzdb[Timetable.TimeZone];
    public SlotCutter Cutter => new(Timetable, DateTimeZoneProviders.Tzdb);
    public List<OfferedWindow> Cut() => Cutter.Cut(Date);
    public DateInterval Around => new(Date.PlusDays(-4), Date.PlusDays(4));
}

static class CalendarGen
{
    static readonly string[] ZoneIds =
    [
        "America/New_York", "America/Chicago", "Europe/Berlin", "Asia/Kathmandu", "Asia/Kolkata", "Australia/Lord_Howe", "Asia/Riyadh",
        "Asia/Karachi", "Pacific/Apia", "America/Nuuk", "America/St_Johns", "America/Havana", "Africa/Cairo", "Africa/Casablanca", "UTC",
    ];

    static readonly Gen<LocalTime> Times =
        from minute in Gen.Frequency((3, Gen.Choose(0, 47).Select(half => half * 30)), (1, Gen.Choose(0, 1439)))
        select LocalTime.FromMinutesSinceMidnight(minute);

    static readonly Gen<EquatableList<AppointmentType>> Types = Gen.Elements<EquatableList<AppointmentType>>(
        [AppointmentType.Standard], [AppointmentType.Followup], [AppointmentType.Standard, AppointmentType.Followup]);

    static readonly Gen<OpenHours> Hours =
        from start in Times
        from end in Times
        from slot in Gen.Frequency((4, Gen.Elements(5, 10, 15, 20, 30, 45, 60)), (1, Gen.Choose(5, 480)))
        from buffer in Gen.Frequency((2, Gen.Constant(0)), (1, Gen.Choose(0, 120)))
        from types in Types
        select new OpenHours(start, end, slot, buffer, null, types);

    static readonly Gen<WeeklyWindow> Windows =
        from day in Gen.Choose(1, 7)
        from hours in Hours
        select new WeeklyWindow((IsoDayOfWeek)day, hours);

    static Gen<LocalDate> Near(LocalDate date) => Gen.Choose(-2, 2).Select(date.PlusDays);

    static Gen<Block> Blocks(LocalDate date) =>
        from day in Near(date)
        from whole in Gen.Frequency((1, Gen.Constant(true)), (4, Gen.Constant(false)))
        from one in Times
        from two in Times.Where(time => time != one)
        from late in Gen.Frequency((1, Gen.Constant(true)), (4, Gen.Constant(false)))
        let end = late ? LocalTime.Midnight : LocalTime.Max(one, two)
        select whole
            ? new Block(ExceptionId.New(), day, "away", null, null)
            : new Block(ExceptionId.New(), day, "away", LocalTime.Min(one, two), end);

    static Gen<CustomHours> Custom(LocalDate date) =>
        from day in Near(date)
        from hours in Hours
        select new CustomHours(ExceptionId.New(), day, "extra", hours);

    static Gen<LocalDate> Dates(DateTimeZone zone) =>
        from day in Gen.Choose(0, 7000)
        from near in Gen.Choose(0, 3)
        from off in Gen.Choose(-1, 1)
        let any = Instant.FromUtc(2010, 1, 1, 12, 0) + Duration.FromDays(day)
        let interval = zone.GetZoneInterval(any)
        let chosen = near > 0 && interval.HasEnd ? interval.End : any
        select chosen.InZone(zone).Date.PlusDays(off);

    static readonly Gen<CalendarCase> Cases =
        from id in Gen.Elements(ZoneIds)
        from date in Dates(DateTimeZoneProviders.Tzdb[id])
        from count in Gen.Choose(1, 14)
        from weekly in Windows.ArrayOf(count)
        from blockCount in Gen.Choose(0, 3)
        from blocks in Blocks(date).ArrayOf(blockCount)
        from customCount in Gen.Choose(0, 2)
        from custom in Custom(date).ArrayOf(customCount)
        select new CalendarCase(new(id, [.. weekly], [.. blocks], [.. custom]), date);

    public static readonly Arbitrary<CalendarCase> Any = Cases.ToArbitrary();
}
