namespace Payments.Sandbox;

/// <summary>Answers with the headers that all have.</summary>
static class StripeAnswers
{
    public static SandboxAnswer Json(int status, string body, string requestId) => SandboxAnswer.Json(status, body) with
    {
        RequestId = requestId,
        Headers = [new("Request-Id", requestId)],
    };

    public static SandboxAnswer Refusal(StripeError error, string requestId)
    {
        var answer = Json(error.Status, error.Body(), requestId);
        return error.Status == 409 ? answer with { Headers = [.. answer.Headers, new("Stripe-Should-Retry", "true")] } : answer;
    }
}
