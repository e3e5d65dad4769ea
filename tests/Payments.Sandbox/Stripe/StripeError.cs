using System.Text.Json.Nodes;

namespace Payments.Sandbox;

/// <summary>An answer of Stripe that refuses.</summary>
/// <param name="Type"><c>invalid_request_error</c> and its kin.</param>
/// <param name="Executed">Whether execution had begun: only then is it stored under an idempotency key.</param>
sealed record StripeError(int Status, string Type, string? Code, string Message, string? Param = null, bool Executed = false)
{
    /// <summary>A request that cannot be meant; never stored.</summary>
    public static StripeError Invalid(string message, string? param, string? code = null) => new(400, "invalid_request_error", code, message, param);

    /// <summary>A request that the state of things does not allow; stored for replay.</summary>
    public static StripeError Refused(string message, string? code = null, string? param = null) =>
        new(400, "invalid_request_error", code, message, param, Executed: true);

    public static StripeError Missing(string kind, string id, string param) =>
        new(404, "invalid_request_error", "resource_missing", $"No such {kind}: '{id}'", param);

    public string Body()
    {
        var error = new JsonObject();
        if (Code is not null)
        {
            error["code"] = Code;
            error["doc_url"] = $"https://stripe.com/docs/error-codes/{Code.Replace('_', '-')}";
        }

        error["message"] = Message;
        if (Param is not null) error["param"] = Param;
        error["type"] = Type;
        return new JsonObject { ["error"] = error }.ToJsonString(StripeJson.Options);
    }
}

/// <summary>Carries a <see cref="StripeError"/> out of the work.</summary>
sealed class StripeException(StripeError error) : Exception(error.Message)
{
    public StripeError Error => error;
}
