using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Appointments;
using Booking.Service.Payments;
using Booking.Service.Webhooks;
using NodaTime;
using Xunit;
using static Booking.Service.Tests.Appointments.Visits;

namespace Booking.Service.Tests.Webhooks;

/// <summary>Which of a visit's and a payment's events integrators hear of, and under which name.</summary>
public sealed class WebhookReactionTests
{
    static readonly EventMetadata Metadata = new(Guid.NewGuid(), new(Guid.NewGuid()), 3, Instant.FromUtc(2027, 1, 1, 0, 0), "trace", null, Actor.System);
    static readonly Money Fee = new(100, "USD");

    public static TheoryData<AppointmentEvent, string?> OfVisits => new()
    {
        { Requested, WebhookTypes.Requested },
        { Confirmed, WebhookTypes.Confirmed },
        { new AppointmentRescheduled(Party.Desk, HoldId.New(), Requested.Slot, Requested.Start, Requested.End, Requested.LocalStart, "UTC", "x", 100, null), WebhookTypes.Rescheduled },
        { new AppointmentCancelled(Party.System, "payment_expired", Fee, Fee, "", null), WebhookTypes.Cancelled },
        { new AppointmentCompleted(), WebhookTypes.Completed },
        { new AppointmentNoShow(Fee, Fee, ""), WebhookTypes.NoShow },
        { new AppointmentRefunded(), WebhookTypes.Refunded },
        { new AppointmentLinkChanged("https://video.example/"), null },
        { new AppointmentPaymentChanged(PaymentStatus.Paid), null },
    };

    [Theory]
    [MemberData(nameof(OfVisits))]
    public void A_visits_event_is_told_under_its_name_or_not_at_all(AppointmentEvent @event, string? type) =>
        Assert.Equal(type is null ? [] : [type], Told(WebhookReactions.Of(@event, Metadata, Past())));

    [Fact]
    public void A_payment_that_came_to_nothing_is_told_once_and_only_while_the_money_is_awaited()
    {
        PaymentEvent[] open = [Page, Opened];
        Assert.Equal([WebhookTypes.PaymentFailed], After([.. open, new CheckoutClosed(1, CheckoutEnd.Failed)]));
        Assert.Equal([WebhookTypes.PaymentFailed], After([Page, new CheckoutFailed(1, "card_declined")]));
        Assert.Equal([WebhookTypes.PaymentFailed], After([.. open, new PaymentProcessing(1), new ProcessingFailed(1)]));
        Assert.Empty(After([.. open, new CheckoutClosed(1, CheckoutEnd.Expired)]));
        Assert.Empty(After([.. open, new PaymentExpired()]));
        Assert.Empty(After([PaidInCash, Page, new CheckoutFailed(1, "not-needed")]));
        Assert.Equal([WebhookTypes.PaymentPaid], After([.. open, PaidOnline]));
        Assert.Equal([WebhookTypes.PaymentRefunded], After([PaidInCash, new RefundRequested(1, Price), new RefundSucceeded(1)]));
    }

    [Fact]
    public void A_message_waits_for_no_other_and_holds_up_none()
    {
        var message = Assert.Single(WebhookReactions.Of(Confirmed, Metadata, Past()));

        Assert.Equal((false, false), (message.Parks, message.KeepsOrder));
        Assert.Equal(Metadata.Id, Assert.IsType<PublishEvent>(message.Body).Event);
    }

    static Money Price => Fee with { Amount = 20_000 };

    static IEnumerable<string> After(params PaymentEvent[] events) => Told(WebhookReactions.Of(events[^1], Metadata, Money(events)));

    static IEnumerable<string> Told(IEnumerable<Message> messages) => messages.Select(message => Assert.IsType<PublishEvent>(message.Body).Type);
}
