using Booking.Service.Appointments;
using Booking.Service.Payments;

namespace Booking.Service.Notifications;

/// <summary>Addresses that stand in messages. They name a visit or a hold by its id and say nothing of a person; whoever opens one signs in.</summary>
sealed class VisitLinks(CheckoutPages pages)
{
    /// <summary>Below <c>Booking:PublicAddress</c>: the page of a visit.</summary>
    public const string Path = "/visits/";

    public string Of(AppointmentId visit) => new Uri(pages.PublicAddress(), Path + visit).AbsoluteUri;

    public string Of(HoldId hold) => new Uri(pages.PublicAddress(), $"/holds/{hold}").AbsoluteUri;

    /// <summary>An address from elsewhere, when a person may follow it from a mail.</summary>
    public static string? Web(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp) ? uri.AbsoluteUri : null;
}
