using System.Text.Json.Nodes;

namespace Payments.Sandbox;

/// <summary>What an operation answers over HTTP.</summary>
public sealed record RazorpayAnswer(int Status, JsonNode Body)
{
    public bool Succeeded => Status < 300;

    public static implicit operator RazorpayAnswer(JsonObject body) => new(200, body);

    /// <summary>The provider's refusal of almost everything: 400, told apart by its words.</summary>
    public static RazorpayAnswer Bad(string description, string? field = null) => Error(400, "BAD_REQUEST_ERROR", description, field);

    public static RazorpayAnswer Unauthorized(string description) => Error(401, "BAD_REQUEST_ERROR", description, null);

    /// <summary>The same idempotency key with other words, or while the first is still at work: one status, two descriptions.</summary>
    public static RazorpayAnswer Conflict(string description) => Error(409, "BAD_REQUEST_ERROR", description, null);

    /// <summary>For faults: 429, 500, 502.</summary>
    public static RazorpayAnswer Fault(int status) => status switch
    {
        429 => Error(429, "BAD_REQUEST_ERROR", "Request failed", null),
        502 => Error(502, "GATEWAY_ERROR", "Bad gateway", null),
        _ => Error(status, "SERVER_ERROR", "We are facing some trouble completing your request at the moment. Please try again shortly.", null),
    };

    public static RazorpayAnswer NoSuchId => Bad("The id provided does not exist");

    static RazorpayAnswer Error(int status, string code, string description, string? field) => new(status, new JsonObject
    {
        ["error"] = new JsonObject
        {
            ["code"] = code,
            ["description"] = description,
            ["source"] = "business",
            ["step"] = "NA",
            ["reason"] = status == 400 ? "input_validation_failed" : "NA",
            ["metadata"] = new JsonObject(),
            ["field"] = field,
        },
    });
}
