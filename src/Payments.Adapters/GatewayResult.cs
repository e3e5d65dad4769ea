namespace Payments.Adapters;

/// <summary>What a provider was found to have done. HTTP status alone never decides it.</summary>
/// <typeparam name="T">What it answered.</typeparam>
public readonly record struct GatewayResult<T>(T? Value, GatewayFailure? Failure)
{
    public static implicit operator GatewayResult<T>(T value) => new(value, null);

    public static implicit operator GatewayResult<T>(GatewayFailure failure) => new(default, failure);
}

/// <summary>Why there is no answer. Texts name codes and rules of the provider; they hold no secret and nothing personal.</summary>
/// <param name="Detail">For ops and logs.</param>
public abstract record GatewayFailure(string Detail)
{
    /// <summary>Nothing happened for sure; the same again may succeed.</summary>
    /// <param name="RetryAfter">As the provider asked; null when it did not.</param>
    public sealed record Transient(string Detail, TimeSpan? RetryAfter = null) : GatewayFailure(Detail);

    /// <summary>Nothing happened and the same again never will: the request or the account is wrong.</summary>
    /// <param name="Code">The provider's own.</param>
    public sealed record Permanent(string Code, string Detail) : GatewayFailure(Detail);

    /// <summary>The provider decided against it.</summary>
    public sealed record Declined(string Code, string Detail) : GatewayFailure(Detail);

    /// <summary>It may have happened: the answer was lost, late or unreadable.</summary>
    public sealed record Ambiguous(string Detail) : GatewayFailure(Detail);

    /// <summary>It had happened before, by this request or another; a read says which.</summary>
    public sealed record AlreadyDone(string Detail) : GatewayFailure(Detail);
}
