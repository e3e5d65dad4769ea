using Booking.Contracts;
using Booking.Service.Appointments;
using Booking.Service.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using NodaTime;
using Payments.Adapters;

namespace Booking.Service.Payments;

/// <summary>Decides on a page's times and says what a provider is told of it.</summary>
public sealed class CheckoutPages(IConfiguration configuration, IServer server)
{
    /// <summary>Pages of one payment.</summary>
    public const int MostAttempts = 5;

    /// <summary>What a page needs beyond the provider's shortest lifetime, so that there is time to open it.</summary>
    public static readonly Duration Slack = Duration.FromMinutes(5);

    /// <summary>
    /// When a page that is asked for now ends, which is when its visit ends unpaid: after the doctor's payment time, or as soon as the
    /// provider can; never after the start.
    /// </summary>
    /// <returns>Null when there is too little time left for this provider.</returns>
    public static Instant? Deadline(GatewayCapabilities provider, int paymentMinutes, Instant start, Instant now)
    {
        var shortest = provider.ShortestLifetime + Slack;
        var wanted = Duration.Min(Duration.Max(Duration.FromMinutes(paymentMinutes), shortest), provider.LongestLifetime);
        var deadline = Instant.Min(now + wanted, start);
        return deadline - now >= shortest ? Instant.FromUnixTimeSeconds(deadline.ToUnixTimeSeconds()) : null;
    }

    /// <summary>After this instant the provider would refuse to open it.</summary>
    public static Instant OpenUntil(GatewayCapabilities provider, Checkout page) => page.Order.ExpiresAt - provider.ShortestLifetime;

    /// <summary>Everything that the provider's request is made of. It says nothing of the person or the reason.</summary>
    public CheckoutOrder Order(PaymentState payment, Checkout page)
    {
        var (id, order) = (payment.Payment.Payment, page.Order);
        var address = PublicAddress();
        return new(
            order.Operation, id.Value, order.Attempt, payment.Payment.Amount, $"Appointment {payment.Payment.Appointment.Number()}",
            new(address, $"/payments/{id}/return/{order.Attempt}"),
            new(address, $"/webhooks/{Wire.Name(order.Provider)}/{order.Account}"), order.ExpiresAt);
    }

    /// <inheritdoc cref="OwnAddress.Of"/>
    public Uri PublicAddress() => OwnAddress.Of(configuration, server);
}
