using System.Text.Json.Nodes;

namespace Payments.Sandbox;

/// <summary>All that the sandbox's PayTabs remembers.</summary>
public sealed class PayTabsState
{
    /// <summary>By <c>tran_ref</c>.</summary>
    public Dictionary<string, PayTabsTransaction> Transactions { get; set; } = [];

    /// <summary>When each account asked or followed up within the last minute.</summary>
    public Dictionary<string, List<Instant>> Asked { get; set; } = [];

    /// <summary>Accounts whose refunds are taken on and not done.</summary>
    public HashSet<string> RefundsStayPending { get; set; } = [];

    /// <summary>Counts what was made, so that answers have an order when all came in the same second.</summary>
    public int Made { get; set; }
}

/// <summary>What PayTabs calls a transaction: a page, what came of it, and each follow-up.</summary>
public sealed class PayTabsTransaction
{
    public required string TranRef { get; init; }

    /// <summary>The transaction that it follows; null for a page.</summary>
    public string? PreviousTranRef { get; init; }

    public required string Account { get; init; }

    public required int Number { get; init; }

    /// <summary><c>Payment Request</c> while a page is open or has run out, then <c>Sale</c> or <c>Auth</c>; else what it is.</summary>
    public required string Type { get; set; }

    public required string CartId { get; init; }

    public required string CartDescription { get; init; }

    public required string CartCurrency { get; init; }

    public required decimal CartAmount { get; init; }

    /// <summary>What was moved in the end, which may differ from the cart.</summary>
    public required string TranCurrency { get; set; }

    public required decimal TranTotal { get; set; }

    /// <summary>The letter of <c>response_status</c>.</summary>
    public required string Status { get; set; }

    public required Instant CreatedAt { get; init; }

    public Instant UpdatedAt { get; set; }

    public JsonObject? Customer { get; init; }

    public JsonObject? UserDefined { get; init; }

    /// <summary>Where this transaction's own notification goes; null: nowhere.</summary>
    public string? Callback { get; init; }

    /// <summary>Whether it was asked for by the API, so that it counts as the first of duplicates.</summary>
    public required bool IsRequested { get; init; }

    /// <summary>Whether the payer chose a method by which the money comes as another transaction; a page that is left takes no payment.</summary>
    public bool IsLeft { get; set; }

    /// <summary>Null for everything that is not a page.</summary>
    public PayTabsPaper? Page { get; init; }
}

/// <summary>What belongs to a hosted page alone.</summary>
/// <param name="Code">The last part of its address.</param>
/// <param name="Pays">What a payment on it becomes: <c>Sale</c> or <c>Auth</c>.</param>
/// <param name="Return">Where the browser goes; null: it stays.</param>
/// <param name="ReturnByGet">Whether it goes there with GET, as by <c>return_using_get</c>.</param>
public sealed record PayTabsPaper(string Code, string Pays, string? Return, bool ReturnByGet, Instant EndsAt);
