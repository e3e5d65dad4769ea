using System.Text.Json.Nodes;

namespace Payments.Sandbox;

/// <summary>What an operation answers over HTTP.</summary>
/// <param name="IsBusinessError">Whether some would see it with status 200.</param>
public sealed record PayTabsAnswer(int Status, JsonNode Body, bool IsBusinessError = false)
{
    public static implicit operator PayTabsAnswer(JsonObject body) => new(200, body);

    public static PayTabsAnswer Authentication => Error(401, 1, "Authentication failed. Check authentication header.");

    public static PayTabsAnswer Duplicate => Error(409, 4, "Duplicate Request");

    public static PayTabsAnswer TooMany => Error(429, 5, "Too many requests");

    public static PayTabsAnswer Currency => Error(400, 206, "Currency not available");

    public static PayTabsAnswer NotFound => Error(404, 2, "Transaction not found");

    public static PayTabsAnswer Invalid(string what) => Error(400, 2, $"Invalid request: {what}");

    /// <summary>For faults: 429, 500, 502.</summary>
    public static PayTabsAnswer Fault(int status) => status == 429 ? TooMany with { IsBusinessError = false } : new(status, Written(400, "Internal error"));

    static PayTabsAnswer Error(int status, int code, string message) => new(status, Written(code, message), IsBusinessError: true);

    static JsonObject Written(int code, string message) => new()
    {
        ["code"] = code,
        ["message"] = message,
        ["trace"] = PayTabsWork.NewTrace(),
    };
}
