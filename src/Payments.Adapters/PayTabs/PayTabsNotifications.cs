using System.Text;
using System.Text.Json;
using Payments.Adapters.Wire;

namespace Payments.Adapters.PayTabs;

/// <summary>Callbacks and IPNs: signed over the bytes as they came, with the server key itself, and without a time or an id.</summary>
static class PayTabsNotifications
{
    static readonly string[] Concerning = ["sale", "auth", "capture", "void", "release", "refund", "payment request"];

    public static NotificationVerdict Verify(PayTabsAccount account, string? signature, ReadOnlySpan<byte> body)
    {
        if (signature is null) return new NotificationVerdict.Rejected("no signature");
        if (!Hmac.Signed(KeysOf(account), body, signature)) return new NotificationVerdict.Rejected("wrong signature");
        if (JsonReading.Parse(body) is not { } json) return new NotificationVerdict.Rejected("not JSON");
        if (json.Text("tran_ref") is not { Length: > 0 } reference) return new NotificationVerdict.Rejected("not a transaction");
        var profile = json.Whole("profile_id") ?? json.Whole("profileId");
        if (profile is not null && profile != account.ProfileId) return new NotificationVerdict.Rejected("of another profile");
        var type = json.Text("tran_type") ?? "";
        if (!Concerning.Contains(type, StringComparer.OrdinalIgnoreCase)) return new NotificationVerdict.Ignored(Names.Code(type, "unknown"));
        var sale = PayTabsAnswers.IsRefund(json) ? json.Text("previous_tran_ref") : reference;
        return new NotificationVerdict.Accepted(Key(json), Names.Code(type, "unknown"), Names.PaymentOf(json.Text("cart_id")), sale);
    }

    /// <summary>The keys whose signatures count, the newest first.</summary>
    public static IReadOnlyList<string> KeysOf(PayTabsAccount account) => [account.ServerKey, .. account.EarlierServerKeys];

    // A callback and an IPN tell of the same thing in other bytes; what they say of it is the same.
    static string Key(JsonElement json) => Hmac.Digest(Encoding.UTF8.GetBytes(
        string.Join('\n', json.Text("tran_ref"), json.Text("tran_type")?.ToUpperInvariant(), PayTabsAnswers.StatusOf(json))));
}
