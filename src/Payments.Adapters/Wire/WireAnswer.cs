using System.Text.Json;

namespace Payments.Adapters.Wire;

/// <summary>What came back for a call, or that nothing did.</summary>
/// <param name="Status">The HTTP status; 0 without an answer.</param>
/// <param name="Json">Null when the body was not JSON.</param>
/// <param name="RetryAfter">As the provider asked; null when it did not.</param>
/// <param name="ShouldRetry">Stripe's word on whether another try makes sense; null when it said none.</param>
sealed class WireAnswer(bool reads, int status, JsonElement? json, TimeSpan? retryAfter = null, bool? shouldRetry = null)
{
    /// <summary>Why there is no answer at all.</summary>
    public GatewayFailure? Lost { get; private init; }

    /// <summary>Whether an earlier send of the same call may have been carried out.</summary>
    public bool Doubtful { get; init; }

    public int Status => status;
    public JsonElement? Json => json;
    public TimeSpan? RetryAfter => retryAfter;
    public bool? ShouldRetry => shouldRetry;
    public bool Succeeded => Lost is null && status is >= 200 and < 300;

    /// <summary>Whether the provider itself says that it has no such thing. A 404 of anything on the way there says nothing.</summary>
    public bool IsMissing => status == 404 && json.Child("error") is not null;

    public static WireAnswer None(bool reads, GatewayFailure lost) => new(reads, 0, null) { Lost = lost };

    public WireAnswer WithDoubt(bool doubtful) => new(reads, status, json, retryAfter, shouldRetry) { Lost = Lost, Doubtful = doubtful };

    /// <summary>
    /// The failure as it is after all sends: a read never leaves a doubt behind, and that nothing happened is true of the last send only,
    /// so that after a send of unknown fate neither "try again" nor a refusal holds: it may refuse what was done a moment before.
    /// </summary>
    public GatewayFailure Judge(GatewayFailure failure) => failure switch
    {
        GatewayFailure.Ambiguous lost when reads => new GatewayFailure.Transient(lost.Detail, retryAfter),
        GatewayFailure.Transient or GatewayFailure.Permanent or GatewayFailure.Declined when Doubtful && !reads => new GatewayFailure.Ambiguous(failure.Detail),
        _ => failure,
    };

    /// <summary>The failure of an answer that no rule of the provider explains.</summary>
    public GatewayFailure Unreadable() => Judge(Lost ?? new GatewayFailure.Ambiguous($"unreadable answer with status {status}"));
}
