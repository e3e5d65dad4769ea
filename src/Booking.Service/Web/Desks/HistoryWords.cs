using Booking.Contracts;
using Booking.Service.Wording;

namespace Booking.Service.Web.Desks;

/// <summary>What happened to a visit, in words.</summary>
static class HistoryWords
{
    static readonly Dictionary<string, string> Keys = new(StringComparer.Ordinal)
    {
        ["appointment_requested"] = "desk.history.requested",
        ["appointment_confirmed"] = "desk.history.confirmed",
        ["appointment_rescheduled"] = "desk.history.moved",
        ["appointment_time_moved_by_law"] = "desk.history.moved_by_law",
        ["appointment_completed"] = "desk.history.completed",
        ["appointment_no_show"] = "desk.history.no_show",
        ["appointment_reopened"] = "desk.history.reopened",
        ["appointment_link_changed"] = "desk.history.link_changed",
        ["appointment_intake_completed"] = "desk.history.intake",
        ["appointment_cancelled"] = "desk.history.cancelled",
        ["appointment_payment_changed"] = "desk.history.payment",
        ["appointment_deadline_moved"] = "desk.history.deadline",
        ["appointment_reinstated"] = "desk.history.reinstated",
        ["appointment_refunded"] = "desk.history.refunded",
        ["appointment_refund_failed"] = "desk.history.refund_failed",
    };

    /// <summary>The events of a visit that have words.</summary>
    public static IEnumerable<string> Known => Keys.Keys;

    /// <returns>The event's own name, for one that came after these words.</returns>
    public static string What(Viewer viewer, HistoryItem item) => Keys.TryGetValue(item.What, out var key) ? viewer.T.ByKey[key] : item.What;

    public static string Who(Viewer viewer, HistoryItem item) => Wire.TryParse<Role>(item.Who.Role, out var role) ? viewer.Name(role) : viewer["desk.by_itself"];

    /// <summary>The new time of a move, and the state of a payment: what a line needs beside its words. Null for the others.</summary>
    public static Phrase? More(Viewer viewer, HistoryItem item, NodaTime.DateTimeZone zone)
    {
        if (item.What is "appointment_rescheduled" or "appointment_requested" && item.Data.TryGetProperty("start", out var start)
            && QueryFields.Instant(start.GetString() ?? "") is { } at)
            return viewer.T.Say("desk.day_at", ("day", viewer.T.Day(at.InZone(zone).Date)), ("time", viewer.T.Time(at, zone)));
        return item.What == "appointment_payment_changed" && item.Data.TryGetProperty("status", out var status) && Wire.TryParse<PaymentStatus>(status.GetString() ?? "", out var payment)
            // Whoever calls a visit off ends its payment, too: that is no time that was missed.
            ? Phrase.Of(payment == PaymentStatus.Expired && Wire.TryParse<Role>(item.Who.Role, out _) ? viewer["names.not_paid"] : viewer.Name(payment))
            : null;
    }
}
