namespace Booking.Service.Web.Holding;

/// <summary>What a patient types on the way to a visit. It goes from page to page in forms, never in an address, and is kept nowhere before the visit is booked.</summary>
static class Typed
{
    public static readonly string[] Names = ["couponCode", "reason", "place", "provider"];

    public static bool Any(Form form) => Names.Any(form.Has);
}
