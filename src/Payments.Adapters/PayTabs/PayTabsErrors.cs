using System.Text.Json;
using Payments.Adapters.Wire;

namespace Payments.Adapters.PayTabs;

/// <summary>
/// What an answer that is no success means. The body decides before the status: errors of business were seen with 400, 401, 409 and with
/// 200. An error has <c>code</c> and <c>message</c> at its top and no transaction.
/// </summary>
static class PayTabsErrors
{
    /// <summary>Requests of a profile in too short a time.</summary>
    public const long TooMany = 5;

    /// <summary>The same cart, currency and amount within two minutes: refused, and nothing is replayed.</summary>
    public const long Duplicate = 4;

    const long Authentication = 1;
    const long Invalid = 2;
    const long Currency = 206;

    /// <summary>PayTabs' own trouble, which may have come before or after the work.</summary>
    const long Internal = 400;

    public static long? CodeOf(WireAnswer answer) =>
        answer.Json is { ValueKind: JsonValueKind.Object } body && body.Text("tran_ref") is null && body.Text("message") is not null ? body.Whole("code") : null;

    public static bool Failed(WireAnswer answer) => !answer.Succeeded || CodeOf(answer) is not null;

    public static bool IsNotFound(WireAnswer answer) =>
        CodeOf(answer) is not (null or Authentication or TooMany or Duplicate) && answer.Json.Text("message") is { } message
        && message.Contains("transaction", StringComparison.OrdinalIgnoreCase)
        && (message.Contains("not found", StringComparison.OrdinalIgnoreCase) || message.Contains("no transaction", StringComparison.OrdinalIgnoreCase));

    public static GatewayFailure Read(WireAnswer answer)
    {
        if (answer.Lost is not null) return answer.Unreadable();
        var code = CodeOf(answer);
        var detail = code is null ? $"status {answer.Status}" : $"status {answer.Status} code {code}";
        return answer.Judge((code, answer.Status) switch
        {
            (TooMany, _) or (null, 429) => new GatewayFailure.Transient(detail, answer.RetryAfter),
            (Duplicate, _) => new GatewayFailure.AlreadyDone(detail),
            (Authentication, _) or (null, 401 or 403) => new GatewayFailure.Permanent("authentication", detail),
            (Currency, _) => new GatewayFailure.Permanent("currency", detail),
            (Invalid, _) => new GatewayFailure.Permanent("invalid", detail),
            (null or Internal, _) or (_, >= 500) => new GatewayFailure.Ambiguous(detail),
            _ => new GatewayFailure.Permanent($"code {code}", detail),
        });
    }

    /// <summary>A query that met its limit would only spend more of it.</summary>
    public static bool WorthAgain(WireAnswer answer) => answer.Status >= 500 && CodeOf(answer) is null or Internal;
}
