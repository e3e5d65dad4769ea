using System.Text.Json.Nodes;

namespace Payments.Sandbox;

/// <summary>A page to pay on, for one amount.</summary>
public sealed class RazorpayLink
{
    public required string Id { get; init; }

    public required string Account { get; init; }

    /// <summary>The last part of the page's address.</summary>
    public required string Code { get; init; }

    public required int Number { get; init; }

    public required long Amount { get; init; }

    public required string Currency { get; init; }

    public string? ReferenceId { get; init; }

    public string? Description { get; init; }

    public JsonObject? Customer { get; init; }

    public JsonObject? Notes { get; init; }

    public JsonObject? Notify { get; init; }

    public bool ReminderEnable { get; init; }

    public string? CallbackUrl { get; init; }

    public Uri? ShortUrl { get; init; }

    /// <summary>As it was asked for, in seconds since 1970; 0 when it was not.</summary>
    public long ExpireBy { get; init; }

    /// <summary>When it ends: as asked, else six months after it was made.</summary>
    public required Instant EndsAt { get; init; }

    public required Instant CreatedAt { get; init; }

    public Instant UpdatedAt { get; set; }

    /// <summary><c>created</c>, <c>paid</c>, <c>expired</c> or <c>cancelled</c>.</summary>
    public string Status { get; set; } = "created";

    public Instant? ExpiredAt { get; set; }

    public Instant? CancelledAt { get; set; }

    /// <summary>The order behind it, from its first attempt on.</summary>
    public string? OrderId { get; set; }
}

/// <summary>What the attempts of one link have in common. It never expires and cannot be cancelled.</summary>
public sealed class RazorpayOrder
{
    public required string Id { get; init; }

    public required string Account { get; init; }

    public required long Amount { get; init; }

    public required string Currency { get; init; }

    public string? Receipt { get; init; }

    public JsonObject? Notes { get; init; }

    public required Instant CreatedAt { get; init; }

    /// <summary><c>created</c>, <c>attempted</c> or <c>paid</c>; never anything after <c>paid</c>.</summary>
    public string Status { get; set; } = "created";

    public int Attempts { get; set; }
}

/// <summary>One attempt to pay.</summary>
public sealed class RazorpayPayment
{
    public required string Id { get; init; }

    public required string Account { get; init; }

    public required int Number { get; init; }

    public required string OrderId { get; init; }

    public required string LinkId { get; init; }

    public required long Amount { get; init; }

    public required string Currency { get; init; }

    public JsonObject? Notes { get; init; }

    public string? Email { get; init; }

    public string? Contact { get; init; }

    public required Instant CreatedAt { get; init; }

    public Instant UpdatedAt { get; set; }

    /// <summary><c>created</c>, <c>authorized</c>, <c>captured</c>, <c>refunded</c> or <c>failed</c>.</summary>
    public string Status { get; set; } = "created";

    /// <summary>Whether its money was ever captured; stays true after refunds.</summary>
    public bool Captured { get; set; }

    public long Refunded { get; set; }

    public string? ErrorReason { get; set; }
}
