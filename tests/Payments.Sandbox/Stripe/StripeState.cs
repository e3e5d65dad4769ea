namespace Payments.Sandbox;

/// <summary>All of Stripe's objects, of every account; times are epoch seconds as on the wire, and so are amounts.</summary>
sealed class StripeState
{
    public Dictionary<string, StripeSession> Sessions { get; init; } = [];
    public Dictionary<string, StripeIntent> Intents { get; init; } = [];
    public Dictionary<string, StripeCharge> Charges { get; init; } = [];
    public Dictionary<string, StripeRefund> Refunds { get; init; } = [];
    public Dictionary<string, StripeDispute> Disputes { get; init; } = [];

    /// <summary>Oldest first.</summary>
    public List<StripeEvent> Events { get; init; } = [];

    /// <summary>By account and idempotency key.</summary>
    public Dictionary<string, StripeReplay> Replays { get; init; } = [];

    /// <summary>The accounts whose refunds stay pending.</summary>
    public HashSet<string> Pending { get; init; } = [];
}

/// <summary>What every object has.</summary>
abstract class StripeThing
{
    public required string Id { get; init; }

    /// <summary>The sandbox's id of the account.</summary>
    public required string Account { get; init; }

    public required long Created { get; init; }
    public required long Amount { get; set; }
    public required string Currency { get; set; }
    public required string Status { get; set; }
    public Dictionary<string, string> Metadata { get; init; } = [];
}

sealed class StripeSession : StripeThing
{
    public required long ExpiresAt { get; init; }
    public bool Paid { get; set; }
    public string? Intent { get; set; }
    public required string SuccessUrl { get; init; }
    public string? CancelUrl { get; init; }
    public string? Reference { get; init; }
    public string? Email { get; init; }
    public string? SubmitType { get; init; }
    public string? Locale { get; init; }
    public required string Description { get; init; }
    public required string CaptureMethod { get; init; }
    public IReadOnlyList<string> Methods { get; init; } = [];
    public Dictionary<string, string> IntentMetadata { get; init; } = [];
}

sealed class StripeIntent : StripeThing
{
    public required string Session { get; init; }
    public required string CaptureMethod { get; init; }
    public long Received { get; set; }
    public string? Charge { get; set; }
    public bool Declined { get; set; }
    public string? Cancellation { get; set; }
}

sealed class StripeCharge : StripeThing
{
    public required string Intent { get; init; }
    public bool Captured { get; set; }
    public long Refunded { get; set; }
    public bool Disputed { get; set; }
}

sealed class StripeRefund : StripeThing
{
    public required string Charge { get; init; }
    public required string Intent { get; init; }
    public string? Reason { get; init; }
    public string? Failure { get; set; }
}

sealed class StripeDispute : StripeThing
{
    public required string Charge { get; init; }
    public required string Intent { get; init; }
}

/// <param name="Data">The object as it was then, JSON.</param>
/// <param name="Request">The API request that caused it; null for what a payer or time did.</param>
/// <param name="Pending">Deliveries that are neither accepted nor given up.</param>
sealed record StripeEvent(string Id, string Account, string Type, long Created, string ApiVersion, string Data, string? Request, string? Key, int Pending, bool Delivered);

/// <param name="Fingerprint">Of method, path and parameters.</param>
sealed record StripeReplay(string Path, string Fingerprint, int Status, string Body, string RequestId, Instant At);
