using System.Security.Cryptography;

namespace Payments.Sandbox;

/// <summary>One request or act at one moment: whose it is, what it works on, and the transactions that are to be told of.</summary>
public sealed class PayTabsWork(PayTabsState state, PayTabsMerchant merchant, Instant now)
{
    public PayTabsState State => state;

    public PayTabsMerchant Merchant => merchant;

    /// <summary>The sandbox's own name of the account.</summary>
    public string Account => merchant.Id;

    public Instant Now => now;

    /// <summary>Bodies of notifications, each with the transaction that it is about, in order.</summary>
    public List<(PayTabsTransaction Transaction, string Body)> Notices { get; } = [];

    public int NextNumber() => ++state.Made;

    public IEnumerable<PayTabsTransaction> Own =>
        state.Transactions.Values.Where(transaction => transaction.Account == Account).OrderBy(transaction => transaction.Number);

    public PayTabsTransaction? Find(string? tranRef) =>
        tranRef is not null && state.Transactions.TryGetValue(tranRef, out var found) && found.Account == Account ? found : null;

    /// <summary>Adds one that follows another, with the same cart but for what is said.</summary>
    public PayTabsTransaction Follow(PayTabsTransaction previous, string type, string status, decimal? amount = null, PayTabsCart? cart = null)
    {
        var added = new PayTabsTransaction
        {
            TranRef = NewRef(),
            PreviousTranRef = previous.TranRef,
            Account = Account,
            Number = NextNumber(),
            Type = type,
            CartId = cart?.Id ?? previous.CartId,
            CartDescription = cart?.Description ?? previous.CartDescription,
            CartCurrency = cart?.Currency ?? previous.CartCurrency,
            CartAmount = amount ?? previous.CartAmount,
            TranCurrency = previous.TranCurrency,
            TranTotal = amount ?? previous.CartAmount,
            Status = status,
            CreatedAt = now,
            UpdatedAt = now,
            Customer = previous.Customer,
            UserDefined = previous.UserDefined,
            Callback = cart is null ? previous.Callback : cart.Callback,
            IsRequested = cart is not null,
        };
        state.Transactions.Add(added.TranRef, added);
        return added;
    }

    /// <summary>Ends or changes one and tells of it, as it is now.</summary>
    public void Become(PayTabsTransaction transaction, string type, string status)
    {
        (transaction.Type, transaction.Status, transaction.UpdatedAt) = (type, status, now);
        Tell(transaction);
    }

    public void Tell(PayTabsTransaction transaction) =>
        Notices.Add((transaction, PayTabsJson.WriteNotice(transaction, merchant.ProfileId).ToJsonString(SandboxJson.Options)));

    /// <returns>As test profiles have it, such as <c>TST2215201242166</c>; other prefixes are in use.</returns>
    public static string NewRef() => "TST" + RandomNumberGenerator.GetString("0123456789", 13);

    public static string NewTrace() => "PMNT0401." + RandomNumberGenerator.GetHexString(8) + "." + RandomNumberGenerator.GetHexString(8);
}

/// <summary>What every request to <c>/payment/request</c> says of the cart.</summary>
/// <param name="Callback">Where the notification goes; null: nowhere.</param>
public sealed record PayTabsCart(string Id, string Description, string Currency, decimal Amount, string? Callback);
