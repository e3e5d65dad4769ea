using Booking.EventStore;
using Booking.EventStore.Outbox;

namespace Booking.Service.Schedules;

/// <summary>When doctors see patients: what is stored, what follows, what is served.</summary>
public static class SchedulesFeature
{
    public static void Model(StoreModel model, OutboxHandlers handlers)
    {
        model.Events
            .Add("schedule_opened", EventJson.Default.ScheduleOpened)
            .Add("weekly_hours_set", EventJson.Default.WeeklyHoursSet)
            .Add("booking_rules_changed", EventJson.Default.BookingRulesChanged)
            .Add("schedule_zone_changed", EventJson.Default.ScheduleZoneChanged)
            .Add("block_added", EventJson.Default.BlockAdded)
            .Add("custom_hours_added", EventJson.Default.CustomHoursAdded)
            .Add("exception_removed", EventJson.Default.ExceptionRemoved)
            .Add("horizon_extended", EventJson.Default.HorizonExtended)
            .Add("time_zone_rules_changed", EventJson.Default.TimeZoneRulesChanged);
        model.Messages.Add("extend_horizon", EventJson.Default.ExtendHorizon);
        model.Project(
            Schedule.Category, "calendar", ["calendars", "offered_slots"], ScheduleTables.Project,
            afterRepair: "update next_starts set stamp = stamp + 1, known_until = '-infinity'");
        model.React(Schedule.Category, HorizonSteps.React);
        handlers.Handle<ExtendHorizon>(HorizonSteps.Handle);
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        SetSchedule.Map(app);
        PreviewSchedule.Map(app);
        Exceptions.Map(app);
    }
}
