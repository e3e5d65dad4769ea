using Payments.Adapters.Wire;

namespace Payments.Adapters.Razorpay;

/// <summary>
/// What an answer that is no success means. Nearly every error of business is 400 with the code BAD_REQUEST_ERROR, so that only its
/// description tells one from another; the description itself is left out of what is reported, as it quotes what was sent.
/// </summary>
static class RazorpayErrors
{
    public static GatewayFailure Read(WireAnswer answer)
    {
        if (answer.Lost is not null) return answer.Unreadable();
        var error = answer.Json?.Child("error");
        var code = Names.Code(error.Text("code"), "error");
        var rule = RuleOf(error.Text("description"));
        var detail = $"{answer.Status} {code} {Names.Code(error.Text("reason"), "")} {Names.Code(error.Text("field"), "")} {rule}".TrimEnd();
        return answer.Judge((answer.Status, code) switch
        {
            (429, _) => new GatewayFailure.Transient(detail, answer.RetryAfter),
            (>= 500 or < 400, _) or (_, "GATEWAY_ERROR" or "SERVER_ERROR") => new GatewayFailure.Ambiguous(detail),
            _ when error is null => new GatewayFailure.Ambiguous(detail),
            (401, _) => new GatewayFailure.Permanent("authentication", detail),
            _ => ByRule(answer.Status, rule, code, detail),
        });
    }

    /// <summary>Whether a link was refused because its reference is used: by an earlier send of the same request, or never.</summary>
    public static bool IsReferenceUsed(WireAnswer answer) => answer.Status is 400 or 409 && RuleOf(Description(answer)) == "reference-used";

    public static bool WorthAgain(WireAnswer answer) => answer.Status is 429 or >= 500 || IsInProgress(answer);

    static GatewayFailure ByRule(int status, string rule, string code, string detail) => rule switch
    {
        "in-progress" => new GatewayFailure.Transient(detail),
        "fully-refunded" or "reference-used" => new GatewayFailure.AlreadyDone(detail),
        "balance" or "too-old" => new GatewayFailure.Declined(rule, detail),
        "" when status == 409 => new GatewayFailure.Ambiguous(detail),
        "" => new GatewayFailure.Permanent(code, detail),
        _ => new GatewayFailure.Permanent(rule, detail),
    };

    static bool IsInProgress(WireAnswer answer) => answer.Status == 409 && RuleOf(Description(answer)) == "in-progress";

    static string? Description(WireAnswer answer) => answer.Json?.Child("error").Text("description");

    static string RuleOf(string? description)
    {
        if (description is null) return "";
        return Says("progress") ? "in-progress"
            : Says("different request") || Says("different payload") || (Says("idempotency") && Says("different")) ? "key-of-another-request"
            : Says("fully refunded") ? "fully-refunded"
            : Says("reference") && (Says("already") || Says("exists") || Says("unique")) ? "reference-used"
            : Says("greater than") || Says("exceeds") ? "more-than-captured"
            : Says("balance") ? "balance"
            : Says("6 months") || Says("six months") ? "too-old"
            : Says("api key") || Says("authentication") ? "authentication"
            : "";

        bool Says(string words) => description.Contains(words, StringComparison.OrdinalIgnoreCase);
    }
}
