using Booking.EventStore;

namespace Booking.Service.SlotLocks;

/// <summary>Holds and the locks behind them: what is stored, what the database refuses, what is served.</summary>
public static class SlotLocksFeature
{
    public static void Add(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(builder.Configuration.GetSection("Holds").Get<HoldLimits>() ?? new());
        builder.Services.AddSingleton<CalendarTurns>().AddSingleton<HoldCandidates>().AddSingleton<HoldSweep>().AddHostedService(services => services.GetRequiredService<HoldSweep>());
    }

    public static void Model(StoreModel model)
    {
        model.Events
            .Add("slot_held", EventJson.Default.SlotHeld)
            .Add("hold_extended", EventJson.Default.HoldExtended)
            .Add("hold_released", EventJson.Default.HoldReleased)
            .Add("hold_expired", EventJson.Default.HoldExpired)
            .Add("slot_booked", EventJson.Default.SlotBooked)
            .Add("slot_freed", EventJson.Default.SlotFreed);
        model.Project(SlotLock.Category, "slots", ["slot_claims"], SlotClaims.Project, guards: ["slot_claims"]);
        model.Project(SlotLock.Category, "holds", ["holds"], SlotTables.Project, byStream: true);
        model
            .Refuse("slot_claims_do_not_overlap", HoldSlot.Taken)
            .Refuse("window_is_not_full", HoldSlot.DayFull)
            .Refuse("holder_has_room", HoldSlot.TooManyHolds)
            .Refuse("hold_lives", ExtendHold.Expired);
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        HoldSlot.Map(app);
        HoldAny.Map(app);
        Holds.Map(app);
        GetHold.Map(app);
        ExtendHold.Map(app);
        ReleaseHold.Map(app);
        LiveHolds.Map(app);
    }
}
