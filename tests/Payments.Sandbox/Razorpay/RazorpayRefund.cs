using System.Text.Json.Nodes;

namespace Payments.Sandbox;

public sealed class RazorpayRefund
{
    public required string Id { get; init; }

    public required string Account { get; init; }

    public required int Number { get; init; }

    public required string PaymentId { get; init; }

    public required long Amount { get; init; }

    public required string Currency { get; init; }

    public string? Receipt { get; init; }

    public JsonObject? Notes { get; init; }

    public string Speed { get; init; } = "normal";

    public required Instant CreatedAt { get; init; }

    /// <summary><c>pending</c>, <c>processed</c> or <c>failed</c>.</summary>
    public string Status { get; set; } = "pending";
}

public sealed class RazorpayDispute
{
    public required string Id { get; init; }

    public required string Account { get; init; }

    public required int Number { get; init; }

    public required string PaymentId { get; init; }

    public required long Amount { get; init; }

    public required string Currency { get; init; }

    public required Instant CreatedAt { get; init; }

    /// <summary><c>open</c>, <c>won</c> or <c>lost</c>.</summary>
    public string Status { get; set; } = "open";
}

/// <summary>What was asked and answered under an idempotency key.</summary>
/// <param name="Request">Path and body.</param>
public sealed record RazorpayReplay(string Request, int Status, string Answer);
