using Booking.EventStore;
using Booking.EventStore.Outbox;
using Booking.Service.Doctors;
using Booking.Service.Notifications;
using Booking.Service.Schedules;
using Booking.Service.SlotLocks;

namespace Booking.Service.Waitlist;

/// <summary>Those who wait for a time to come free: what is stored, what follows, what is served.</summary>
public static class WaitlistFeature
{
    public static void Add(WebApplicationBuilder builder) => builder.Services
        .AddSingleton(WaitlistLimits.Of(builder.Configuration)).AddSingleton<OfferSlots>();

    /// <summary>After the features whose events free a time.</summary>
    public static void Model(StoreModel model, OutboxHandlers handlers)
    {
        model.Events
            .Add("waitlist_joined", EventJson.Default.WaitlistJoined)
            .Add("waitlist_offered", EventJson.Default.WaitlistOffered)
            .Add("waitlist_offer_ended", EventJson.Default.WaitlistOfferEnded)
            .Add("waitlist_left", EventJson.Default.WaitlistLeft);
        model.Messages
            .Add("offer_freed_slots", EventJson.Default.OfferFreedSlots)
            .Add("end_waiting", EventJson.Default.EndWaiting)
            .Add("tell_of_offer", EventJson.Default.TellOfOffer);
        model.Project(WaitingList.Category, "waitlist", ["waitlist_entries"], WaitlistTables.Project, byStream: true);
        model.React(WaitingList.Category, FreedSlots.React).React(WaitingList.Category, WaitlistNotice.React)
            .React(SlotLock.Category, FreedSlots.React).React(Schedule.Category, FreedSlots.React).React(Doctor.Category, FreedSlots.React);
        model
            .Refuse("waitlist_one_wish", JoinWaitlist.Already)
            .Refuse("waitlist_has_room", JoinWaitlist.TooMany);
        handlers.Handle<OfferFreedSlots>(OfferSlots.Handle).Handle<EndWaiting>(OfferSlots.Handle).Handle<TellOfOffer>(WaitlistNotice.Handle);
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        JoinWaitlist.Map(app);
        ReadWaitlist.Map(app);
        LeaveWaitlist.Map(app);
    }
}
