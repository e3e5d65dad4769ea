namespace Payments.Sandbox;

/// <summary>What payers and their banks do on a page. It takes one attempt: whatever comes of that, the page is dead.</summary>
public static class PayTabsPayers
{
    /// <returns>Whether somebody can still pay on it.</returns>
    public static bool IsOpen(PayTabsTransaction page) => page is { Page: not null, Type: "Payment Request", Status: "P", IsLeft: false };

    /// <summary>Ends the page with a status letter: paid, declined, cancelled or failed.</summary>
    public static PayTabsTransaction Finish(PayTabsWork work, PayTabsTransaction page, string status)
    {
        work.Become(page, page.Page!.Pays, status);
        return page;
    }

    /// <summary>Says paid, with another amount or currency than was asked.</summary>
    public static void PayWrong(PayTabsWork work, PayTabsTransaction page, Money paid)
    {
        (page.TranTotal, page.TranCurrency) = (PayTabsAmounts.Of(paid), paid.Currency);
        Finish(work, page, "A");
    }

    /// <summary>
    /// The payer chooses a slow method. For a merchant whose payments are reviewed it is the page's own transaction that is on hold;
    /// else the sale is a new transaction that follows the page's, and the page's stays what it was.
    /// </summary>
    public static PayTabsTransaction Hold(PayTabsWork work, PayTabsTransaction page)
    {
        if (work.Merchant.ReviewsPayments) return Finish(work, page, "H");
        page.IsLeft = true;
        var sale = work.Follow(page, page.Page!.Pays, "P");
        work.Tell(sale);
        return sale;
    }

    /// <returns>What is on its way; null when nothing is.</returns>
    public static PayTabsTransaction? OnItsWay(PayTabsWork work, PayTabsTransaction page) =>
        page.Status == "H" ? page : work.Own.LastOrDefault(one => one.PreviousTranRef == page.TranRef && one is { Type: "Sale" or "Auth", Status: "P" });

    /// <summary>What was on its way fails, and with it the page that it came from.</summary>
    public static void Fail(PayTabsWork work, PayTabsTransaction page, PayTabsTransaction sale)
    {
        if (sale != page) page.Status = "D";
        work.Become(sale, sale.Type, "D");
    }

    /// <summary>Money that comes by another transaction than the page's own: after the page ended, or once more.</summary>
    public static PayTabsTransaction PayAgain(PayTabsWork work, PayTabsTransaction page)
    {
        var sale = work.Follow(page, page.Page!.Pays, "A");
        work.Tell(sale);
        return sale;
    }

    public static void Expire(PayTabsWork work, PayTabsTransaction page) => work.Become(page, "Payment Request", "X");

    /// <summary>Ends every page of the account whose time is over.</summary>
    public static void ExpireDue(PayTabsWork work)
    {
        foreach (var page in work.Own.Where(one => IsOpen(one) && one.Page!.EndsAt <= work.Now).ToList()) Expire(work, page);
    }
}
