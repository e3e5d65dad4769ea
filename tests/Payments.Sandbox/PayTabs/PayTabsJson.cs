using System.Text.Json.Nodes;
using NodaTime.Text;

namespace Payments.Sandbox;

/// <summary>Transactions as PayTabs writes them. Amounts are texts in answers.</summary>
public static class PayTabsJson
{
    const int MerchantId = 29051;
    const int ServiceId = 2;

    /// <summary>The answer to a request for a page.</summary>
    public static JsonObject WritePage(PayTabsTransaction page, long profileId, string redirectUrl) => new()
    {
        ["tran_ref"] = page.TranRef,
        ["tran_type"] = page.Page!.Pays,
        ["cart_id"] = page.CartId,
        ["cart_description"] = page.CartDescription,
        ["cart_currency"] = page.CartCurrency,
        ["cart_amount"] = PayTabsAmounts.Write(page.CartAmount, page.CartCurrency),
        ["tran_total"] = "0",
        ["callback"] = page.Callback,
        ["return"] = page.Page.Return,
        ["redirect_url"] = redirectUrl,
        ["serviceId"] = ServiceId,
        ["profileId"] = profileId,
        ["merchantId"] = MerchantId,
        ["trace"] = PayTabsWork.NewTrace(),
    };

    /// <summary>The answer to a follow-up or a query.</summary>
    public static JsonObject WriteAnswer(PayTabsTransaction transaction, long profileId)
    {
        var json = Write(transaction);
        json["serviceId"] = ServiceId;
        json["profileId"] = profileId;
        json["merchantId"] = MerchantId;
        json["trace"] = PayTabsWork.NewTrace();
        return json;
    }

    /// <summary>What answers and notices say of a transaction.</summary>
    static JsonObject Write(PayTabsTransaction transaction)
    {
        var json = new JsonObject { ["tran_ref"] = transaction.TranRef };
        if (transaction.PreviousTranRef is { } previous) json["previous_tran_ref"] = previous;
        json["tran_type"] = transaction.Type;
        json["cart_id"] = transaction.CartId;
        json["cart_description"] = transaction.CartDescription;
        json["cart_currency"] = transaction.CartCurrency;
        json["cart_amount"] = PayTabsAmounts.Write(transaction.CartAmount, transaction.CartCurrency);
        json["tran_currency"] = transaction.TranCurrency;
        json["tran_total"] = PayTabsAmounts.Write(transaction.TranTotal, transaction.TranCurrency);
        json["customer_details"] = transaction.Customer?.DeepClone() ?? new JsonObject();
        if (transaction.UserDefined is { } defined) json["user_defined"] = defined.DeepClone();
        json["payment_result"] = WriteResult(transaction);
        json["payment_info"] = new JsonObject
        {
            ["payment_method"] = "Visa",
            ["card_type"] = "Credit",
            ["card_scheme"] = "Visa",
            ["payment_description"] = "4111 11## #### 1111",
            ["expiryMonth"] = 12,
            ["expiryYear"] = 2030,
        };
        return json;
    }

    /// <summary>What a callback or IPN carries: the transaction and who is told.</summary>
    public static JsonObject WriteNotice(PayTabsTransaction transaction, long profileId)
    {
        var json = Write(transaction);
        json["merchant_id"] = MerchantId;
        json["profile_id"] = profileId;
        json["tran_class"] = "ECom";
        json["ipn_trace"] = "IPNS" + PayTabsWork.NewTrace()[4..];
        return json;
    }

    /// <returns>Code and message of a status letter, the same in answers and in the browser's return.</returns>
    public static (string Code, string Message) Result(PayTabsTransaction transaction) => transaction.Status switch
    {
        "A" => ("G" + transaction.TranRef[^5..], "Authorised"),
        "D" => ("309", "Declined"),
        "C" => ("", "Cancelled"),
        "X" => ("", "Expired"),
        "H" => ("H", "On hold"),
        "P" => ("", "Pending"),
        "V" => ("", "Voided"),
        _ => ("400", "Error"),
    };

    static JsonObject WriteResult(PayTabsTransaction transaction) => new()
    {
        ["response_status"] = transaction.Status,
        ["response_code"] = Result(transaction).Code,
        ["response_message"] = Result(transaction).Message,
        ["cvv_result"] = " ",
        ["avs_result"] = " ",
        ["transaction_time"] = InstantPattern.General.Format(transaction.UpdatedAt),
    };
}
