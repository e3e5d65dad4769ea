using System.Diagnostics;
using Booking.Contracts;
using Booking.Service.Metrics;

namespace Booking.Service.Payments;

/// <summary>How a provider's notification is seen: counted by outcome, and its trace linked to that of the payment.</summary>
static class NotificationTold
{
    public const string Taken = "taken";
    public const string Refused = "refused";

    /// <param name="outcome">taken, duplicate, not_ours, ignored, refused or too_large.</param>
    /// <param name="began">A <see cref="Stopwatch"/> timestamp.</param>
    public static void Count(PaymentProvider provider, string outcome, long began) => BookingMeter.ProviderWebhooks.Record(
        Stopwatch.GetElapsedTime(began).TotalSeconds, BookingMeter.Tag("provider", Wire.Name(provider)), BookingMeter.Tag("outcome", outcome));

    /// <summary>
    /// The provider began a trace of its own, or none; the request's span gets a link to the trace in which the payment was begun. As span stands the payment itself, as
    /// spans are not stored.
    /// </summary>
    /// <param name="payment">Whose trace it is.</param>
    /// <param name="trace">32 hexadecimal digits; anything else is passed over.</param>
    public static void LinkTo(PaymentId payment, string trace)
    {
        if (Activity.Current is not { } request || trace.Length != 32 || !trace.All(char.IsAsciiHexDigitLower) || trace.All(static c => c == '0'))
        {
            return;
        }

        var span = ActivitySpanId.CreateFromBytes(payment.Value.ToByteArray().AsSpan(8));
        request.AddLink(new(new(ActivityTraceId.CreateFromString(trace), span, ActivityTraceFlags.Recorded)));
        request.SetTag("booking.payment.trace_id", trace);
    }
}
