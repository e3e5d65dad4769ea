using System.Text.Json;

namespace Payments.Sandbox;

/// <summary><c>/payment/request</c>: pages, and what is done with the transactions that came of them.</summary>
public static class PayTabsRequests
{
    /// <summary>Within it the same profile, cart, currency and amount are refused; nothing is replayed.</summary>
    public static readonly Duration DuplicateWindow = Duration.FromMinutes(2);

    const int DefaultMinutes = 20;
    const int LongestType = 20;

    public static PayTabsAnswer Handle(PayTabsWork work, JsonElement body, Uri pages)
    {
        var fields = new PayTabsFields(body, work.Merchant.RealUrlsOnly);
        var type = fields.Text("tran_type", LongestType, required: true);
        if (fields.Text("tran_class", LongestType, required: true) is not (null or "ecom")) fields.Refuse("tran_class");
        var cart = fields.Cart();
        if (fields.Refusal is { } refusal) return refusal;
        return type switch
        {
            "sale" or "auth" => Open(work, fields, cart, type, pages),
            "refund" => FollowUp(work, fields, cart, ["Sale", "Capture"], Refund),
            "capture" => FollowUp(work, fields, cart, ["Auth"], Capture),
            "void" => FollowUp(work, fields, cart, ["Auth"], (w, auth, c) => End(w, auth, c, "Void")),
            "release" => FollowUp(work, fields, cart, ["Auth"], (w, auth, c) => End(w, auth, c, "Release")),
            _ => PayTabsAnswer.Invalid("tran_type"),
        };
    }

    /// <summary>Gives money back by hand or by request, as far as there is some left.</summary>
    public static PayTabsTransaction Refund(PayTabsWork work, PayTabsTransaction sale, PayTabsCart? cart, decimal amount)
    {
        var status = amount > Left(work, sale) ? "E" : work.State.RefundsStayPending.Contains(work.Account) ? "P" : "A";
        var refund = work.Follow(sale, "Refund", status, amount, cart);
        work.Tell(refund);
        return refund;
    }

    /// <returns>How much of a sale or capture has not been given back and is not on its way.</returns>
    public static decimal Left(PayTabsWork work, PayTabsTransaction sale) =>
        sale.TranTotal - work.Own.Where(one => one.PreviousTranRef == sale.TranRef && one is { Type: "Refund", Status: "A" or "P" }).Sum(one => one.TranTotal);

    static PayTabsAnswer Open(PayTabsWork work, PayTabsFields fields, PayTabsCart cart, string type, Uri pages)
    {
        var minutes = fields.Minutes("paypage_ttl", DefaultMinutes);
        if (fields.Text("paypage_lang", 2) is not (null or "en" or "ar")) fields.Refuse("paypage_lang");
        var page = new PayTabsTransaction
        {
            TranRef = PayTabsWork.NewRef(),
            Account = work.Account,
            Number = work.NextNumber(),
            Type = "Payment Request",
            CartId = cart.Id,
            CartDescription = cart.Description,
            CartCurrency = cart.Currency,
            CartAmount = cart.Amount,
            TranCurrency = cart.Currency,
            TranTotal = cart.Amount,
            Status = "P",
            CreatedAt = work.Now,
            UpdatedAt = work.Now,
            Customer = fields.Object("customer_details"),
            UserDefined = fields.Object("user_defined"),
            Callback = cart.Callback,
            IsRequested = true,
            Page = new PayTabsPaper(World.NewId("", 32), type == "sale" ? "Sale" : "Auth", fields.Url("return"),
                fields.Flag("return_using_get"), work.Now + Duration.FromMinutes(minutes)),
        };
        if (fields.Refusal is { } refusal) return refusal;
        if (IsDuplicate(work, cart)) return PayTabsAnswer.Duplicate;
        work.State.Transactions.Add(page.TranRef, page);
        return PayTabsJson.WritePage(page, work.Merchant.ProfileId, new Uri(pages, page.Page.Code).ToString());
    }

    static PayTabsAnswer FollowUp(
        PayTabsWork work, PayTabsFields fields, PayTabsCart cart, string[] types, Func<PayTabsWork, PayTabsTransaction, PayTabsCart, PayTabsTransaction> act)
    {
        var tranRef = fields.Text("tran_ref", 64, required: true);
        if (fields.Refusal is { } refusal) return refusal;
        if (work.Find(tranRef) is not { } followed) return PayTabsAnswer.NotFound;
        if (cart.Currency != followed.CartCurrency) return PayTabsAnswer.Currency;
        if (followed.Status != "A" || !types.Contains(followed.Type)) return PayTabsAnswer.Invalid("the transaction is in no state for it");
        return IsDuplicate(work, cart)
            ? PayTabsAnswer.Duplicate
            : PayTabsJson.WriteAnswer(act(work, followed, cart), work.Merchant.ProfileId);
    }

    static PayTabsTransaction Refund(PayTabsWork work, PayTabsTransaction sale, PayTabsCart cart) => Refund(work, sale, cart, cart.Amount);

    static PayTabsTransaction Capture(PayTabsWork work, PayTabsTransaction auth, PayTabsCart cart)
    {
        var captured = work.Own.Where(one => one.PreviousTranRef == auth.TranRef && one is { Type: "Capture", Status: "A" }).Sum(one => one.TranTotal);
        var fits = captured + cart.Amount <= auth.TranTotal && !IsEnded(work, auth);
        var capture = work.Follow(auth, "Capture", fits ? "A" : "E", cart.Amount, cart);
        work.Tell(capture);
        return capture;
    }

    /// <summary>Only what was never captured, and not ended before, can be ended.</summary>
    static PayTabsTransaction End(PayTabsWork work, PayTabsTransaction auth, PayTabsCart cart, string type)
    {
        var captured = work.Own.Any(one => one.PreviousTranRef == auth.TranRef && one is { Type: "Capture", Status: "A" });
        var ended = work.Follow(auth, type, captured || IsEnded(work, auth) ? "E" : "A", cart.Amount, cart);
        work.Tell(ended);
        return ended;
    }

    static bool IsEnded(PayTabsWork work, PayTabsTransaction auth) =>
        work.Own.Any(one => one.PreviousTranRef == auth.TranRef && one is { Type: "Void" or "Release", Status: "A" });

    static bool IsDuplicate(PayTabsWork work, PayTabsCart cart) => work.Own.Any(one =>
        one.CartId == cart.Id && one.CartCurrency == cart.Currency && one.CartAmount == cart.Amount
        && one.IsRequested && work.Now - one.CreatedAt < DuplicateWindow && work.Now >= one.CreatedAt);
}
