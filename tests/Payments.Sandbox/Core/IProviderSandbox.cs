using System.Text.Json.Nodes;

namespace Payments.Sandbox;

/// <summary>
/// One provider as the sandbox plays it. Every member but the plain properties is called with the world locked and must not wait; what it
/// changes is stored soon after.
/// </summary>
public interface IProviderSandbox
{
    PaymentProvider Provider { get; }

    /// <summary>The wait after the first failed delivery, the second and so on; when they are used up the delivery is given up.</summary>
    IReadOnlyList<Duration> RetryWaits { get; }

    /// <summary>What a request is for; <see cref="SandboxOperation.Page"/> for what a payer's browser asks.</summary>
    SandboxOperation Classify(SandboxRequest request);

    /// <summary>Does the work, of the API and of pages, and answers it; authenticates first.</summary>
    SandboxAnswer Handle(SandboxRequest request);

    /// <summary>Answers with the provider's own body for a fault of the 429, 500 or 502 kind.</summary>
    SandboxAnswer Fail(SandboxRequest request, FaultKind kind);

    /// <summary>Does what is due by now, such as ending pages. Called before each request and whenever time may have moved; says so to the
    /// world when it has changed something.</summary>
    void Tick();

    /// <summary>The headers of one attempt, signature included; also <c>User-Agent</c>. The content type is JSON.</summary>
    IReadOnlyList<KeyValuePair<string, string>> Sign(Delivery delivery);

    /// <summary>Whether an answer of the receiver counts as delivered.</summary>
    bool Accepts(int status);

    /// <summary>A delivery was accepted or given up; called once.</summary>
    void Finished(Delivery delivery);

    /// <summary>Whether a checkout, payment or refund of this id is this provider's.</summary>
    bool Knows(string id);

    /// <param name="money">For the actions that take one, in the provider's own minor units.</param>
    /// <exception cref="SandboxRefusedException">The state does not allow it.</exception>
    void Act(string id, CheckoutAction action, Money? money);

    /// <param name="money">How much, for a refund by hand; null: all that is left.</param>
    /// <exception cref="SandboxRefusedException">The state does not allow it.</exception>
    void Act(string id, PaymentAction action, Money? money);

    /// <exception cref="SandboxRefusedException">The state does not allow it.</exception>
    void Act(string id, RefundAction action);

    /// <summary>Whether refunds of an account that are made from now on stay pending until they are acted on.</summary>
    void RefundsStayPending(string account, bool on);

    /// <summary>Every capture so far, in the order in which it was made.</summary>
    IEnumerable<LedgerEntry> Ledger();

    /// <summary>The whole state, as <see cref="Load"/> reads it.</summary>
    JsonNode Save();

    void Load(JsonNode state);
}
