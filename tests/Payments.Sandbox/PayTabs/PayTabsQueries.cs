using System.Text.Json;
using System.Text.Json.Nodes;

namespace Payments.Sandbox;

/// <summary><c>/payment/query</c>, and the count that limits it.</summary>
public static class PayTabsQueries
{
    /// <summary>Queries and follow-ups of one profile within any minute.</summary>
    public const int MostPerMinute = 20;

    /// <summary>
    /// By <c>tran_ref</c> one transaction as an object; by <c>cart_id</c> all of that cart as an array, which may be empty. Asking by both
    /// or by neither is refused.
    /// </summary>
    public static PayTabsAnswer Handle(PayTabsWork work, JsonElement body)
    {
        var fields = new PayTabsFields(body, realUrlsOnly: false);
        var (tranRef, cartId) = (fields.Text("tran_ref", 64), fields.Text("cart_id", 64));
        if (fields.Refusal is { } refusal) return refusal;
        if (tranRef is null == cartId is null) return PayTabsAnswer.Invalid("either tran_ref or cart_id");
        if (cartId is null) return work.Find(tranRef) is { } found ? Write(work, found) : PayTabsAnswer.NotFound;
        return new PayTabsAnswer(200, new JsonArray([.. work.Own.Where(one => IsListed(work, one, cartId)).Select(one => Write(work, one))]));
    }

    static JsonObject Write(PayTabsWork work, PayTabsTransaction one) => PayTabsJson.WriteAnswer(one, work.Merchant.ProfileId);

    static bool IsListed(PayTabsWork work, PayTabsTransaction one, string cartId) =>
        one.CartId == cartId && !(work.Merchant.HidesOpenPages && PayTabsPayers.IsOpen(one));

    /// <summary>Whether a query asks for a refund that was requested before.</summary>
    public static bool IsOfRefund(PayTabsState state, JsonElement body)
    {
        var fields = new PayTabsFields(body, realUrlsOnly: false);
        var (tranRef, cartId) = (fields.Text("tran_ref", 64), fields.Text("cart_id", 64));
        return state.Transactions.Values.Any(one => one is { Type: "Refund", IsRequested: true } && (one.TranRef == tranRef || one.CartId == cartId));
    }

    /// <summary>Counts one question.</summary>
    /// <returns>False when the minute is used up; then it does not count.</returns>
    public static bool Count(PayTabsWork work)
    {
        if (!work.State.Asked.TryGetValue(work.Account, out var asked)) work.State.Asked.Add(work.Account, asked = []);
        asked.RemoveAll(at => at <= work.Now - Duration.FromMinutes(1) || at > work.Now);
        if (asked.Count >= MostPerMinute) return false;
        asked.Add(work.Now);
        return true;
    }
}
