using Booking.EventStore;
using Booking.EventStore.Outbox;
using Booking.Service.Appointments;
using Booking.Service.Payments;

namespace Booking.Service.Notifications;

/// <summary>What people are told, by mail and SMS: what follows from which event, who sends it, and what a patient may turn off.</summary>
public static class NotificationsFeature
{
    /// <summary>With the outbox's pauses about two hours: what an outage of a mail server or gateway lasts.</summary>
    const int MostAttempts = 30;

    /// <exception cref="StartupRefusedException">A setting is malformed.</exception>
    public static void Add(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(SmsOptions.Of(builder.Configuration, builder.Environment)).AddSingleton(QuietHours.Of(builder.Configuration));
        builder.Services.AddSingleton<SmsGateway>().AddSingleton<SmsAllowance>().AddSingleton<SmsSender>().AddSingleton<Recipients>().AddSingleton<VisitLinks>()
            .AddSingleton<NoticeSender>().AddSingleton<ReminderSender>();
    }

    public static void Model(StoreModel model, OutboxHandlers handlers, ReminderPlan reminders)
    {
        var follows = new NoticeReactions(reminders);
        model.Messages.Add("send_notice", EventJson.Default.SendNotice).Add("send_reminder", EventJson.Default.SendReminder);
        model.React(Appointment.Category, follows.Of);
        model.React(Payment.Category, NoticeReactions.OfMoney);
        handlers.Handle<SendNotice>(NoticeSender.Handle, MostAttempts).Handle<SendReminder>(ReminderSender.Handle, MostAttempts);
    }

    public static void Map(WebApplication app)
    {
        NotificationChoices.Map(app);
        DueReminders.Map(app);
        app.Services.GetRequiredService<SmsSender>().Announce();
    }
}
