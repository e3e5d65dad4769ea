namespace Payments.Sandbox;

/// <summary>The same key answers the same, for a day of sandbox time; another request under it is refused.</summary>
sealed class StripeIdempotency(StripeBook book)
{
    const int MaxKey = 255;
    static readonly Duration Kept = Duration.FromHours(24);

    readonly HashSet<string> inProgress = [];

    /// <summary>Answers by what is stored, or does the work and stores what came of it.</summary>
    /// <param name="work">Throws a <see cref="StripeException"/> when it refuses.</param>
    public SandboxAnswer Once(SandboxRequest request, StripeMerchant merchant, string requestId, Func<string> work)
    {
        if (request.Method != "POST" || request.Header("Idempotency-Key") is not { Length: > 0 } key)
            return Work(work, requestId).Answer;
        if (key.Length > MaxKey)
            return StripeAnswers.Refusal(StripeError.Invalid($"Idempotency keys must be at most {MaxKey} characters long.", null), requestId);

        var slot = $"{merchant.Id} {key}";
        if (!inProgress.Add(slot))
            return Echo(StripeAnswers.Refusal(
                new(409, "idempotency_error", "idempotency_key_in_use", "There is currently another in-progress request using this Idempotent Key."), requestId), key);
        request.Finally.Add(() => inProgress.Remove(slot));
        return Echo(Stored(request, slot, key, requestId) ?? Fresh(request, slot, work, requestId), key);
    }

    SandboxAnswer? Stored(SandboxRequest request, string slot, string key, string requestId)
    {
        if (book.State.Replays.GetValueOrDefault(slot) is not { } replay || replay.At + Kept <= book.World.Now) return null;
        if (replay.Path != request.Path)
            return StripeAnswers.Refusal(Misused(
                $"Keys for idempotent requests can only be used for the same endpoint they were first used for ('{request.Path}' vs '{replay.Path}'). "
                + $"Try using a key other than '{key}' if you meant to execute a different request."), requestId);
        if (replay.Fingerprint != Fingerprint(request))
            return StripeAnswers.Refusal(Misused(
                "Keys for idempotent requests can only be used with the same parameters they were first used with. "
                + $"Try using a key other than '{key}' if you meant to execute a different request."), requestId);
        var answer = StripeAnswers.Json(replay.Status, replay.Body, requestId);
        return answer with { Headers = [.. answer.Headers, new("Idempotent-Replayed", "true"), new("Original-Request", replay.RequestId)] };
    }

    SandboxAnswer Fresh(SandboxRequest request, string slot, Func<string> work, string requestId)
    {
        var (answer, executed) = Work(work, requestId);
        if (executed)
            book.State.Replays[slot] = new(request.Path, Fingerprint(request), answer.Status, answer.Body, requestId, book.World.Now);
        return answer;
    }

    static (SandboxAnswer Answer, bool Executed) Work(Func<string> work, string requestId)
    {
        try
        {
            return (StripeAnswers.Json(200, work(), requestId), true);
        }
        catch (StripeException refused)
        {
            return (StripeAnswers.Refusal(refused.Error, requestId), refused.Error.Executed);
        }
    }

    static SandboxAnswer Echo(SandboxAnswer answer, string key) => answer with { Headers = [.. answer.Headers, new("Idempotency-Key", key)] };

    static StripeError Misused(string message) => new(400, "idempotency_error", null, message);

    /// <summary>Of the parameters, whatever their order.</summary>
    static string Fingerprint(SandboxRequest request) =>
        string.Join('\n', SandboxRequest.Pairs(request.Text).Select(p => $"{p.Key}={p.Value}").Order(StringComparer.Ordinal));
}
