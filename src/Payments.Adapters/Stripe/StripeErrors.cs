using Payments.Adapters.Wire;

namespace Payments.Adapters.Stripe;

/// <summary>
/// What an answer that is no success means (docs.stripe.com/error-handling). Texts of errors are left out: they may quote what was sent,
/// the key included.
/// </summary>
static class StripeErrors
{
    public static GatewayFailure Read(WireAnswer answer)
    {
        if (answer.Lost is not null) return answer.Unreadable();
        var error = answer.Json?.Child("error");
        var type = Names.Code(error.Text("type"), "error");
        var code = Names.Code(error.Text("code"), type);
        var detail = $"{answer.Status} {type} {code} {Names.Code(error.Text("param"), "")}".TrimEnd();
        return answer.Judge((answer.Status, code) switch
        {
            (429 or 409, _) => new GatewayFailure.Transient(detail, answer.RetryAfter),
            (>= 500 or < 400, _) => new GatewayFailure.Ambiguous(detail),
            (_, "charge_already_refunded") => new GatewayFailure.AlreadyDone(detail),
            (401 or 403 or 404, _) => new GatewayFailure.Permanent(code, detail),
            (402, _) => new GatewayFailure.Declined(Names.Code(error.Text("decline_code"), code), detail),
            _ when error is null => new GatewayFailure.Ambiguous(detail),
            _ when type == "card_error" || code is "balance_insufficient" or "insufficient_funds" => new GatewayFailure.Declined(code, detail),
            _ => new GatewayFailure.Permanent(code, detail),
        });
    }

    /// <summary>Stripe's own libraries do so: its header decides, else conflicts and errors of the server are tried again.</summary>
    public static bool WorthAgain(WireAnswer answer) => answer.ShouldRetry ?? answer.Status is 409 or >= 500;
}
