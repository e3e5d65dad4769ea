using Booking.EventStore;
using Booking.EventStore.Outbox;
using Booking.Service.Appointments;
using Booking.Service.Payments;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Booking.Service.Webhooks;

/// <summary>Integrators that are told of what happens: what is stored, what follows, what is served.</summary>
public static class WebhooksFeature
{
    public static void Add(IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<CreateWebhook>().AddSingleton<ChangeWebhook>().AddSingleton<WebhookBody>().AddSingleton<WebhookQueue>()
            .AddSingleton(new WebhookLine(loopback: builder.Environment.IsDevelopment()));
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddHostedService<WebhookSender>();
    }

    public static void Model(StoreModel model, OutboxHandlers handlers)
    {
        CreateWebhook.Model(model);
        ChangeWebhook.Model(model);
        model.Messages.Add("publish_event", EventJson.Default.PublishEvent);
        model.React(Appointment.Category, WebhookReactions.Of);
        model.React(Payment.Category, WebhookReactions.Of);
        handlers.Handle<PublishEvent>(PublishingEvents.Handle);
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        CreateWebhook.Map(app);
        ListWebhooks.Map(app);
        ChangeWebhook.Map(app);
        RedeliverEvent.Map(app);
    }
}
