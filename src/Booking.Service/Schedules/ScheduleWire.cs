using Booking.Contracts;
using NodaTime;

namespace Booking.Service.Schedules;

/// <summary>Between a schedule's own records and those of the wire.</summary>
static class ScheduleWire
{
    public static EquatableList<WeeklyWindow> Weekly(IReadOnlyList<Contracts.WeeklyWindow> windows) => windows
        .Select(w => new WeeklyWindow((IsoDayOfWeek)w.DayOfWeek, new(w.Start, w.End, w.SlotMinutes, w.BufferMinutes, w.MaxPatients, [.. w.Types])))
        .ToEquatableList();

    public static BookingRules Rules(ScheduleRules rules) =>
        new(rules.MinimumNoticeMinutes, rules.HorizonDays, rules.HoldMinutes, rules.PaymentMinutes, rules.ManualPaymentHours, rules.FollowupWithinDays);

    public static ScheduleRules Rules(BookingRules rules) =>
        new(rules.MinimumNoticeMinutes, rules.HorizonDays, rules.HoldMinutes, rules.PaymentMinutes, rules.ManualPaymentHours, rules.FollowupWithinDays);

    public static ExceptionDraft Draft(ExceptionRequest request) => new(
        request.Date, request.Type, request.Reason, request.Start, request.End, request.SlotMinutes, request.BufferMinutes, request.MaxPatients,
        request.Types?.ToEquatableList());

    public static ScheduleAnswer Answer(ScheduleState state, IEnumerable<ComingVisit> visits) => new(
        [.. state.Timetable.Weekly.Select(Window)], Rules(state.Rules), VisitsOutside.Of(state.Timetable, visits));

    public static ExceptionAnswer Answer(ScheduleException exception, IReadOnlyList<VisitOutside> conflicts) => exception switch
    {
        Block b => new(b.Id.Value, b.Date, ExceptionType.Blocked, b.Reason, b.Start, b.End, null, null, null, null, conflicts),
        CustomHours { Hours: var h } c => new(
            c.Id.Value, c.Date, ExceptionType.CustomHours, c.Reason, h.Start, h.End, h.SlotMinutes, h.BufferMinutes, h.MaxPatients, [.. h.Types], conflicts),
        _ => throw new ArgumentOutOfRangeException(nameof(exception)),
    };

    static Contracts.WeeklyWindow Window(WeeklyWindow w) => new(
        (WeekDay)w.Day, w.Hours.Start, w.Hours.End, w.Hours.SlotMinutes, [.. w.Hours.Types], w.Hours.BufferMinutes, w.Hours.MaxPatients);
}
